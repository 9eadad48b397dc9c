package dev.movex.server;

import dev.movex.springboot.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Finds out who calls from the header {@code Authorization}. Thread-safe. */
final class Authenticator {
    /** A password that was right a moment ago is not hashed again for every call: that would be slow on purpose. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int MOST_REMEMBERED = 1000;
    /** The hash of no password: who is not known must not be told apart from who is by the time that it takes. */
    private static final String NOBODY = "$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5BWX4Y3KjXvTtFfkXq1JZ7v2F5V6a";

    private final Authentication authentication;
    private final @Nullable JwtDecoder decoder;
    private final BCryptPasswordEncoder passwords = new BCryptPasswordEncoder();
    private final Map<String, Remembered> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Authenticator(Authentication authentication) {
        this.authentication = authentication;
        this.decoder = authentication.jwt().map(JwtKeys::decoder).orElse(null);
    }

    /** Somebody who calls. */
    record Caller(String name, Set<Role> roles) {}

    private record Remembered(Caller caller, long untilNanos) {}

    /** What was found: somebody, or nobody and why. */
    record Found(Optional<Caller> caller, String why) {
        static Found of(Caller caller) {
            return new Found(Optional.of(caller), "");
        }

        static Found nobody(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    Found find(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Found.nobody("");
        }
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        String rest = blank < 0 ? "" : header.substring(blank + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return bearer(rest);
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            return basic(rest);
        }
        return Found.nobody("The header Authorization is neither Bearer nor Basic.");
    }

    private Found bearer(String given) {
        byte[] hash = hash(given);
        for (Authentication.Token token : authentication.tokens()) {
            if (MessageDigest.isEqual(hash, hash(token.secret()))) {
                return Found.of(new Caller(token.name(), Set.of(token.role())));
            }
        }
        JwtDecoder keys = decoder;
        if (keys == null) {
            return Found.nobody("The token is not known.");
        }
        try {
            return Found.of(caller(keys.decode(given)));
        } catch (JwtDecoderInitializationException e) {
            return Found.nobody("The issuer does not tell its keys now, so that no token of its own can be looked at.");
        } catch (JwtException e) {
            return Found.nobody("The token is not valid, or not any more.");
        }
    }

    private Caller caller(Jwt jwt) {
        Authentication.Jwt how = authentication.jwt().orElseThrow();
        String name = jwt.getSubject() == null ? "token without a subject" : jwt.getSubject();
        return new Caller(name, JwtRoles.of(jwt.getClaims(), how));
    }

    private Found basic(String given) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Found.nobody("The header Authorization is not valid.");
        }
        String key = HexFormat.of().formatHex(hash(plain));
        Caller known = recall(key);
        if (known != null) {
            return Found.of(known);
        }
        int colon = plain.indexOf(':');
        String name = colon < 0 ? plain : plain.substring(0, colon);
        String password = colon < 0 ? "" : plain.substring(colon + 1);
        Optional<Authentication.User> user = authentication.users().stream()
                .filter(u -> u.name().equals(name))
                .findFirst();
        boolean right = passwords.matches(
                password, user.map(Authentication.User::passwordHash).orElse(NOBODY));
        if (!right || user.isEmpty()) {
            return Found.nobody("Name or password is wrong.");
        }
        Caller caller = new Caller(name, Set.of(user.get().role()));
        synchronized (remembered) {
            remembered.put(key, new Remembered(caller, System.nanoTime() + REMEMBERED.toNanos()));
        }
        return Found.of(caller);
    }

    private @Nullable Caller recall(String key) {
        synchronized (remembered) {
            Remembered found = remembered.get(key);
            return found == null || found.untilNanos() < System.nanoTime() ? null : found.caller();
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
