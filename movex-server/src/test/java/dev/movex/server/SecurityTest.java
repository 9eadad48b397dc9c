package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.movex.core.MovexException;
import dev.movex.springboot.MigrationRegistry;
import dev.movex.springboot.Role;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may call what, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecurityTest {
    private static final String SECRET = "-a-token-of-more-than-32-characters";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Served served;
    private final KeyPair keys;

    SecurityTest() throws Exception {
        served = new Served(1);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @AfterAll
    void close() {
        served.close();
    }

    private static Authentication tokens() {
        List<Authentication.Token> tokens = new ArrayList<>();
        for (Role role : Role.values()) {
            tokens.add(new Authentication.Token("test-" + role.wire(), role.wire() + SECRET, role));
        }
        return new Authentication(tokens, List.of(), Optional.empty());
    }

    private MovexServer start(Authentication authentication) {
        return MovexServer.start(
                MigrationRegistry.of(List.of(served.migration())),
                options("127.0.0.1", authentication, Optional.empty()));
    }

    private static ServerOptions options(
            String address, Authentication authentication, Optional<ServerOptions.Tls> tls) {
        return new ServerOptions(
                address, 0, "/movex", "/api/v1", List.of(), authentication, tls, 0, Duration.ofSeconds(2));
    }

    private HttpResponse<InputStream> call(MovexServer server, String method, String path, @Nullable String header)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{\"no_such\": 1}"))
                .header("Content-Type", "application/json");
        if (header != null) {
            request.header("Authorization", header);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response;
    }

    private int status(MovexServer server, @Nullable String header) throws Exception {
        return call(server, "GET", "/api/v1/migrations", header).statusCode();
    }

    @Test
    void aServerThatOthersCanReachDoesNotStartWithoutAuthentication() {
        assertThatThrownBy(() -> MovexServer.start(
                        MigrationRegistry.of(List.of(served.migration())),
                        options("0.0.0.0", Authentication.none(), Optional.empty())))
                .isInstanceOfSatisfying(
                        MovexException.class, e -> assertThat(e.code()).isEqualTo("NO_AUTHENTICATION"));
        MovexServer.start(
                        MigrationRegistry.of(List.of(served.migration())),
                        options("0.0.0.0", tokens(), Optional.empty()))
                .close();
    }

    /** Each route of the document, as nobody and in each role: who may is answered, who may not is refused. */
    @Test
    void everyRouteAsksForItsRole() throws Exception {
        try (MovexServer server = start(tokens())) {
            HttpResponse<String> document = client.send(
                    HttpRequest.newBuilder(URI.create(server.apiUrl() + "/openapi.json"))
                            .header("Authorization", "Bearer viewer" + SECRET)
                            .build(),
                    BodyHandlers.ofString());
            int walked = 0;
            for (Map.Entry<String, JsonNode> path :
                    JsonMapper.shared().readTree(document.body()).get("paths").properties()) {
                for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                    Role needed = Role.valueOf(
                            method.getValue().get("x-role").stringValue().toUpperCase(Locale.ROOT));
                    walk(server, method.getKey().toUpperCase(Locale.ROOT), path.getKey(), needed);
                    walked++;
                }
            }
            assertThat(walked).isGreaterThan(35);
            assertThat(status(server, null)).isEqualTo(401);
            assertThat(call(server, "GET", "/api/v1/openapi.json", null).statusCode())
                    .isEqualTo(401);
            assertThat(call(server, "GET", "/movex/no-such-route", null).statusCode())
                    .isEqualTo(401);
        }
    }

    private void walk(MovexServer server, String method, String path, Role needed) throws Exception {
        String real = path.replace("{migration}", "served").replaceAll("\\{[a-z]+}", "7");
        assertThat(call(server, method, real, null).statusCode())
                .as("%s %s as nobody", method, path)
                .isEqualTo(401);
        for (Role role : Role.values()) {
            int status =
                    call(server, method, real, "Bearer " + role.wire() + SECRET).statusCode();
            if (role.includes(needed)) {
                assertThat(status).as("%s %s as %s", method, path, role).isNotIn(401, 403, 500);
            } else {
                assertThat(status).as("%s %s as %s", method, path, role).isEqualTo(403);
            }
        }
    }

    @Test
    void anOverrideIsForAdmins() throws Exception {
        try (MovexServer server = start(tokens())) {
            for (String path : List.of("/movex/src_first", "/api/v1/migrations/served/moves")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .header("Authorization", "Bearer operator" + SECRET)
                        .POST(BodyPublishers.ofString(
                                path.startsWith("/movex")
                                        ? "{\"why\": \"x\", \"override\": true}"
                                        : "{\"to\": \"src_first\", \"why\": \"x\", \"override\": true}"))
                        .build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(403);
                assertThat(response.body()).contains("ROLE_MISSING");
            }
        }
    }

    private Authentication jwt(String claim) throws Exception {
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return new Authentication(
                List.of(),
                List.of(),
                Optional.of(new Authentication.Jwt(
                        "https://issuer.test",
                        null,
                        file,
                        "movex",
                        claim,
                        Map.of(Role.VIEWER, Set.of("readers"), Role.ADMIN, Set.of("dba")))));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("alex")
                .issuer("https://issuer.test")
                .audience("movex")
                .claim("realm_access", Map.of("roles", List.of("readers")))
                // who reads it goes by the real time
                .expirationTime(new Date(Instant.now().plusSeconds(600).toEpochMilli()));
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(keys.getPrivate()));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(signer);
        return "Bearer " + jwt.serialize();
    }

    @Test
    void tokensOfAnIssuerAreTakenAsTheirClaimsSay() throws Exception {
        try (MovexServer server = start(jwt("realm_access.roles"))) {
            assertThat(status(server, signed(claims().build()))).isEqualTo(200);
            assertThat(call(server, "POST", "/movex/copy/start", signed(claims().build()))
                            .statusCode())
                    .isEqualTo(403);
            JWTClaimsSet admin = claims().claim("realm_access", Map.of("roles", List.of("dba")))
                    .build();
            assertThat(call(server, "POST", "/movex/copy/start", signed(admin)).statusCode())
                    .isEqualTo(400);
            JWTClaimsSet other = claims().claim("realm_access", Map.of("roles", List.of("x")))
                    .build();
            assertThat(status(server, signed(other))).isEqualTo(403);
        }
    }

    @Test
    void tokensThatAreNotValidAreNot() throws Exception {
        try (MovexServer server = start(jwt("realm_access.roles"))) {
            // who reads it goes by the real time
            Date past = new Date(Instant.now().minusSeconds(600).toEpochMilli());
            assertThat(status(server, signed(claims().expirationTime(past).build())))
                    .isEqualTo(401);
            assertThat(status(server, signed(claims().expirationTime(null).build())))
                    .isEqualTo(401);
            assertThat(status(
                            server, signed(claims().issuer("https://other.test").build())))
                    .isEqualTo(401);
            assertThat(status(server, signed(claims().audience("other").build())))
                    .isEqualTo(401);
            byte[] shared = keys.getPublic().getEncoded();
            assertThat(status(server, signed(claims().build(), JWSAlgorithm.HS256, new MACSigner(shared))))
                    .isEqualTo(401);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            RSASSASigner stranger = new RSASSASigner(generator.generateKeyPair().getPrivate());
            assertThat(status(server, signed(claims().build(), JWSAlgorithm.RS256, stranger)))
                    .isEqualTo(401);
            assertThat(status(server, "Bearer eyJhbGciOiJub25lIn0.e30.")).isEqualTo(401);
        }
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void passwordsAreHeldAgainstTheirHashesAndGuessingIsSlowedDown() throws Exception {
        String hash = new BCryptPasswordEncoder(4).encode("right");
        Authentication users = new Authentication(
                List.of(), List.of(new Authentication.User("sam", hash, Role.VIEWER)), Optional.empty());
        try (MovexServer server = start(users)) {
            assertThat(status(server, basic("sam", "right"))).isEqualTo(200);
            assertThat(status(server, basic("sam", "right"))).isEqualTo(200);
            List<Integer> guesses = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                guesses.add(status(server, basic("sam", "wrong" + i)));
            }
            assertThat(guesses).startsWith(401).contains(429).doesNotContain(200);
        }
    }

    @Test
    void theServerSpeaksTlsWithItsOwnCertificate() throws Exception {
        Path store = keyStore();
        MigrationRegistry registry = MigrationRegistry.of(List.of(served.migration()));
        var tls = Optional.of(new ServerOptions.Tls(store, "changeit", null, null));
        try (MovexServer server = MovexServer.start(registry, options("127.0.0.1", tokens(), tls))) {
            assertThat(server.url()).startsWith("https://");
            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(URI.create(server.apiUrl() + "/migrations"))
                                    .build(),
                            BodyHandlers.ofString()))
                    .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
            assertThat(overTls(server, store)).isEqualTo(200);
        }
        var wrong = Optional.of(new ServerOptions.Tls(store, "wrong", null, null));
        assertThatThrownBy(() -> MovexServer.start(registry, options("127.0.0.1", tokens(), wrong)))
                .isInstanceOfSatisfying(MovexException.class, e -> {
                    assertThat(e.code()).isEqualTo("TLS");
                    assertThat(e.toString()).doesNotContain("wrong");
                });
    }

    private Path keyStore() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "movex",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    @Test
    void aCertificateAndItsKeyInPemDoAsWell() throws Exception {
        Path store = keyStore();
        java.security.KeyStore keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = pem("CERTIFICATE", keys.getCertificate("movex").getEncoded());
        Path key = pem(
                "PRIVATE KEY", keys.getKey("movex", "changeit".toCharArray()).getEncoded());
        MigrationRegistry registry = MigrationRegistry.of(List.of(served.migration()));
        var tls = Optional.of(new ServerOptions.Tls(null, null, certificate, key));
        try (MovexServer server = MovexServer.start(registry, options("127.0.0.1", tokens(), tls))) {
            assertThat(overTls(server, store)).isEqualTo(200);
        }
        var swapped = Optional.of(new ServerOptions.Tls(null, null, key, certificate));
        assertThatThrownBy(() -> MovexServer.start(registry, options("127.0.0.1", tokens(), swapped)))
                .isInstanceOfSatisfying(
                        MovexException.class, e -> assertThat(e.code()).isEqualTo("TLS"));
    }

    private Path pem(String kind, byte[] der) throws Exception {
        return Files.writeString(
                folder.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    private static int overTls(MovexServer server, Path store) throws Exception {
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(Trust.of(store, "changeit")).build();
        return trusting.send(
                        HttpRequest.newBuilder(
                                        URI.create(server.apiUrl().replace("127.0.0.1", "localhost") + "/migrations"))
                                .header("Authorization", "Bearer viewer" + SECRET)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** Trusts what a key store holds. */
    private static final class Trust {
        static javax.net.ssl.SSLContext of(Path store, String password) throws Exception {
            java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("movex", keys.getCertificate("movex"));
            var factory = javax.net.ssl.TrustManagerFactory.getInstance(
                    javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        }
    }
}
