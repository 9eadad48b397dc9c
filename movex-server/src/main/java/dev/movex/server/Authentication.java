package dev.movex.server;

import dev.movex.springboot.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a server, and how they show who they are. All three ways may stand side by side. Immutable.
 *
 * @param tokens tokens that never change, for scripts
 * @param users names and passwords, for people in small set-ups
 * @param jwt tokens that an identity provider signs
 */
public record Authentication(List<Token> tokens, List<User> users, Optional<Jwt> jwt) {
    public Authentication {
        tokens = List.copyOf(tokens);
        users = List.copyOf(users);
    }

    /** Nobody has to show anything; such a server listens to its own machine alone. */
    public static Authentication none() {
        return new Authentication(List.of(), List.of(), Optional.empty());
    }

    /** Returns whether callers have to show who they are. */
    public boolean asked() {
        return !tokens.isEmpty() || !users.isEmpty() || jwt.isPresent();
    }

    /**
     * A token that never changes.
     *
     * @param name what its bearer is called in logs and in the trail
     * @param secret the token itself, {@link #SHORTEST} characters or more
     * @param role what its bearer may do
     */
    public record Token(String name, String secret, Role role) {
        /** How long a token is at least. */
        public static final int SHORTEST = 32;

        /** An empty one would be anybody's. */
        public Token {
            if (secret.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "the token " + name + " is shorter than " + SHORTEST + " characters");
            }
        }

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Token[" + name + ", " + role.wire() + "]";
        }
    }

    /**
     * A user.
     *
     * @param name the name
     * @param passwordHash the BCrypt hash of the password
     * @param role what the user may do
     */
    public record User(String name, String passwordHash, Role role) {
        /** Shows no hash. */
        @Override
        public String toString() {
            return "User[" + name + ", " + role.wire() + "]";
        }
    }

    /**
     * Tokens that an identity provider signs. The keys come from one of the three: a JWK set by its address, a file with a
     * public key (PEM) or a JWK set, or what the issuer publishes.
     *
     * @param issuer whom {@code iss} must name; null if that is not checked
     * @param jwkSet where the keys are
     * @param keyFile a file with the key or keys
     * @param audience what {@code aud} must name; null if that is not checked
     * @param claim the claim that names roles, with dots between the parts of its path
     * @param names for each role the names that the claim has for it
     */
    public record Jwt(
            @Nullable String issuer,
            @Nullable URI jwkSet,
            @Nullable Path keyFile,
            @Nullable String audience,
            String claim,
            Map<Role, Set<String>> names) {
        /** The names of roles unless others are given. */
        public static final Map<Role, Set<String>> USUAL_NAMES = Map.of(
                Role.VIEWER, Set.of("movex-viewer"),
                Role.OPERATOR, Set.of("movex-operator"),
                Role.ADMIN, Set.of("movex-admin"));

        public Jwt {
            names = Map.copyOf(names);
        }
    }
}
