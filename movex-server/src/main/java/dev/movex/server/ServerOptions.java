package dev.movex.server;

import dev.movex.core.MovexException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started. Immutable.
 *
 * @param address the address to listen on
 * @param port the port; 0 for any that is free
 * @param prefix the path of the routes with the envelope
 * @param apiPrefix the path of the resources
 * @param hosts the names that callers may call the server by; empty for any
 * @param authentication who may call
 * @param tls the server's certificate; without it the server speaks plain HTTP
 * @param callsPerSecond how many calls per second one caller may make; 0 for any number
 * @param goodbye how long calls that are being answered may take once the server is told to end
 */
public record ServerOptions(
        String address,
        int port,
        String prefix,
        String apiPrefix,
        List<String> hosts,
        Authentication authentication,
        Optional<Tls> tls,
        int callsPerSecond,
        Duration goodbye) {
    public ServerOptions {
        hosts = List.copyOf(hosts);
    }

    /**
     * A key store, or a certificate and its key in PEM.
     *
     * @param keyStore the key store; null if PEM files are given
     * @param password the key store's password; null if PEM files are given
     * @param certificate the certificate chain; null if a key store is given
     * @param key the private key; null if a key store is given
     */
    public record Tls(
            @Nullable Path keyStore,
            @Nullable String password,
            @Nullable Path certificate,
            @Nullable Path key) {
        /** Shows no secret. */
        @Override
        public String toString() {
            return "Tls[" + (keyStore == null ? certificate : keyStore) + "]";
        }
    }

    /** Returns the options of a server for this machine alone, where nobody has to say who they are. */
    public static ServerOptions local(int port, String prefix) {
        return new ServerOptions(
                "127.0.0.1",
                port,
                prefix,
                "/api/v1",
                List.of(),
                Authentication.none(),
                Optional.empty(),
                0,
                Duration.ZERO);
    }

    /** Returns whether the server can be reached from this machine alone. */
    boolean loopback() {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new MovexException(
                    "ADDRESS_UNKNOWN",
                    "The address " + address + " is not known on this machine.",
                    "Give an address of this machine, or 0.0.0.0 for all of them.",
                    e);
        }
    }

    /**
     * Refuses options that would open a migration to everyone.
     *
     * @throws MovexException with code {@code NO_AUTHENTICATION}
     */
    void check() {
        if (!authentication.asked() && !loopback()) {
            throw new MovexException(
                    "NO_AUTHENTICATION",
                    "The server would listen on " + address
                            + ", and nobody would have to say who they are: everyone who reaches it could steer the"
                            + " migrations.",
                    "Configure authentication (token, users or jwt), or listen on 127.0.0.1.");
        }
    }
}
