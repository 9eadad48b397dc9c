package dev.movex.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpRelayTest {
    private ServerSocket echo;
    private TcpRelay relay;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::serve);
        relay = TcpRelay.to("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        echo.close();
        Awaitility.await().until(() -> relay.connections() == 0);
    }

    @Test
    void forwardsBothWaysAndEndsWithItsClient() throws IOException {
        try (Socket client = connect()) {
            byte[] large = new byte[1_000_000];
            daemon(() -> new DataOutputStream(client.getOutputStream()).write(large));
            assertThat(client.getInputStream().readNBytes(large.length)).isEqualTo(large);
            assertThat(relay.connections()).isEqualTo(1);
        }
        Awaitility.await().until(() -> relay.connections() == 0);
    }

    @Test
    void countsAnswersWhateverTravelsTogether() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client);
            roundTrip(client);
            assertThat(relay.trips()).isEqualTo(2);
            for (int i = 0; i < 10; i++) {
                send(client, i);
            }
            client.getInputStream().readNBytes(10 * Integer.BYTES);
            assertThat(relay.trips()).isBetween(3L, 12L);
        }
    }

    @Test
    void delaysEachDirectionWithoutChangingTheOrder() throws IOException {
        try (Socket client = connect()) {
            relay.latency(Duration.ofMillis(30), Duration.ofMillis(50));
            assertThat(roundTrip(client)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
            for (int i = 0; i < 20; i++) {
                send(client, i);
            }
            relay.latency(0);
            for (int i = 20; i < 40; i++) {
                send(client, i);
            }
            for (int i = 0; i < 40; i++) {
                assertThat(receive(client)).isEqualTo(i);
            }
            relay.latency(40);
            assertThat(roundTrip(client)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
            relay.restore();
            assertThat(roundTrip(client)).isLessThan(Duration.ofMillis(80));
        }
    }

    @Test
    void aFrozenLineIsSilentUntilItIsRestored() throws IOException {
        try (Socket client = connect()) {
            relay.freeze();
            send(client, 7);
            client.setSoTimeout(200);
            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketTimeoutException.class);
            relay.restore();
            client.setSoTimeout(0);
            assertThat(receive(client)).isEqualTo(7);
        }
    }

    @Test
    void aCutResetsOpenConnectionsAndAcceptsNewOnes() throws IOException {
        try (Socket client = connect();
                Socket frozen = connect()) {
            assertThat(roundTrip(client)).isPositive();
            assertThat(roundTrip(frozen)).isPositive();
            relay.freeze();
            relay.cut();
            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> receive(frozen)).isInstanceOf(SocketException.class);
            relay.restore();
            try (Socket next = connect()) {
                assertThat(roundTrip(next)).isPositive();
            }
        }
    }

    @Test
    void aRefusingLineKeepsOpenConnectionsAndComesBackOnItsPort() throws IOException {
        int port = relay.port();
        try (Socket client = connect()) {
            assertThat(roundTrip(client)).isPositive();
            relay.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(roundTrip(client)).isPositive();
            relay.down();
            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
            relay.restore();
            assertThat(relay.port()).isEqualTo(port);
            try (Socket next = connect()) {
                assertThat(roundTrip(next)).isPositive();
            }
        }
    }

    private void serve() throws IOException {
        while (!echo.isClosed()) {
            Socket socket = echo.accept();
            daemon(() -> {
                socket.getInputStream().transferTo(socket.getOutputStream());
                socket.close();
            });
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.port());
    }

    private static void send(Socket socket, int value) throws IOException {
        new DataOutputStream(socket.getOutputStream()).writeInt(value);
    }

    private static int receive(Socket socket) throws IOException {
        return new DataInputStream(socket.getInputStream()).readInt();
    }

    private static Duration roundTrip(Socket socket) throws IOException {
        long before = System.nanoTime();
        send(socket, 1);
        assertThat(receive(socket)).isEqualTo(1);
        return Duration.ofNanos(System.nanoTime() - before);
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException socketClosed) {
                // the test that closed it says whether that was expected
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
