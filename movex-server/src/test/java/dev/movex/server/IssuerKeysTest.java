package dev.movex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** The keys of tokens, asked for over real HTTP from one who publishes them as an identity provider does. */
final class IssuerKeysTest {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final AtomicInteger asked = new AtomicInteger();
    private volatile ECKey key;
    private volatile boolean away;
    private HttpServer provider;

    @BeforeEach
    void publish() throws Exception {
        key = newKey("first");
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        provider.createContext(
                DISCOVERY,
                exchange -> answer(
                        exchange,
                        "{\"issuer\": \"" + issuer() + "\", \"jwks_uri\": \"" + issuer()
                                + "/keys\", \"subject_types_supported\": [\"public\"]}"));
        provider.start();
    }

    @AfterEach
    void end() {
        provider.stop(0);
    }

    private static ECKey newKey(String name) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(name).generate();
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        asked.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String issuer() {
        return "http://127.0.0.1:" + provider.getAddress().getPort();
    }

    private JwtDecoder decoder(@Nullable String issuer, @Nullable URI keys) {
        return JwtKeys.decoder(how(issuer, keys));
    }

    private static Authentication.Jwt how(@Nullable String issuer, @Nullable URI keys) {
        return new Authentication.Jwt(issuer, keys, null, null, "roles", Authentication.Jwt.USUAL_NAMES);
    }

    private String token(ECKey signer) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("alex")
                .issuer(issuer())
                // who reads it goes by the real time
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(10))))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(signer.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    @Test
    void theAddressOfASetIsEnough() throws Exception {
        JwtDecoder decoder = decoder(null, URI.create(issuer() + "/keys"));
        assertThat(decoder.decode(token(key)).getSubject()).isEqualTo("alex");
        ECKey stranger = newKey("first");
        String forged = token(stranger);
        assertThatThrownBy(() -> decoder.decode(forged)).isInstanceOf(JwtException.class);
    }

    @Test
    void whoSignsWithANewKeyIsAskedForItAgain() throws Exception {
        JwtDecoder decoder = decoder(null, URI.create(issuer() + "/keys"));
        decoder.decode(token(key));
        key = newKey("second");
        assertThat(decoder.decode(token(key)).getSubject()).isEqualTo("alex");
    }

    @Test
    void anIssuerPublishesWhereItsKeysAre() throws Exception {
        JwtDecoder decoder = decoder(issuer(), null);
        assertThat(asked).as("nobody is asked before a token comes").hasValue(0);
        assertThat(decoder.decode(token(key)).getSubject()).isEqualTo("alex");
    }

    @Test
    void anIssuerThatIsAwayIsAskedAgainWithTheNextToken() throws Exception {
        Authenticator authenticator =
                new Authenticator(new Authentication(List.of(), List.of(), Optional.of(how(issuer(), null))));
        away = true;
        String header = "Bearer " + token(key);
        Authenticator.Found found = authenticator.find(header);
        assertThat(found.caller()).isEmpty();
        assertThat(found.why()).contains("issuer");
        away = false;
        assertThat(authenticator.find(header).caller()).isPresent();
    }
}
