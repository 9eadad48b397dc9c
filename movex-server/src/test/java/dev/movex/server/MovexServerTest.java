package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.movex.core.MovexException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MovexServerTest {
    private static final int CONNECT_MILLIS = 2_000;

    private final Served served;

    MovexServerTest() throws Exception {
        served = new Served(1);
    }

    @AfterAll
    void close() {
        served.close();
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> MovexServer.start(served.migration(), taken.getLocalPort(), "/movex"))
                    .isInstanceOfSatisfying(MovexException.class, e -> {
                        assertThat(e.code()).isEqualTo("PORT_TAKEN");
                        assertThat(e.problem()).contains(Integer.toString(taken.getLocalPort()));
                        assertThat(e.remedy()).contains("--port");
                    });
        }
    }

    @Test
    void closingFreesThePortAtOnceAndLeavesTheMigrationAlone() throws Exception {
        MovexServer server = MovexServer.start(served.migration(), 0, "/other");
        int port = server.port();
        assertThat(server.url()).isEqualTo("http://127.0.0.1:" + port + "/other");
        assertThat(raw(port, "GET /other/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertTimeout(Duration.ofSeconds(5), server::close);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress("127.0.0.1", port));
        }
        assertThat(served.get("/health").status()).isEqualTo(200);
    }

    @Test
    void onlyThisMachineIsListenedTo() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                InetSocketAddress address =
                        new InetSocketAddress(other, served.server().port());
                assertThatThrownBy(() -> socket.connect(address, CONNECT_MILLIS))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        assertThat(request("GET", "/movex/health", "evil.example"))
                .startsWith("HTTP/1.1 403")
                .contains("\"code\":4");
        assertThat(request("GET", "/movex/health", "localhost")).startsWith("HTTP/1.1 200");
        assertThat(request("GET", "/movex/health", "127.0.0.1:80")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nosuch", "/error", "/movexes", "/index.html", "/movex/../x"})
    void pathsOutsideThePrefixAreAnsweredInTheEnvelope(String path) throws Exception {
        assertThat(request("GET", path, "localhost"))
                .startsWith("HTTP/1.1 404")
                .contains("application/json", "{\"code\":4,\"msg\":\"", "\"data\":");
    }

    @Test
    void whatIsNoHttpIsAnsweredInTheEnvelopeWithNothingOfTheInside() throws Exception {
        String answer = raw(served.server().port(), "GET /movex/<>?{ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception", "Tomcat", "<html");
        assertThat(answer).contains("{\"code\":4,");
    }

    private String request(String method, String path, String host) throws IOException {
        return raw(
                served.server().port(),
                method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static String raw(int port, String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
