package dev.movex.server;

import dev.movex.core.MovexException;
import dev.movex.scheduler.Migration;
import dev.movex.springboot.MigrationRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * A running web server with the routes of migrations. It takes no settings but those it is started with, listens on
 * 127.0.0.1 alone unless callers have to say who they are, and leaves the logging of the process as it is. Thread-safe.
 */
public final class MovexServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MovexServer.class);

    private final AnnotationConfigServletWebServerApplicationContext context;
    private final ServerOptions options;
    private final ServerMeters meters;

    private MovexServer(
            AnnotationConfigServletWebServerApplicationContext context, ServerOptions options, ServerMeters meters) {
        this.context = context;
        this.options = options;
        this.meters = meters;
    }

    /**
     * Starts a server for this machine.
     *
     * @param migration the migration that the routes steer; stays the caller's to close
     * @param port the port to listen on; 0 for any that is free
     * @param prefix the path under which the routes are, for example {@code /movex}
     * @throws MovexException with code {@code PORT_TAKEN} if something else listens there
     */
    public static MovexServer start(Migration migration, int port, String prefix) {
        return start(MigrationRegistry.of(List.of(migration)), ServerOptions.local(port, prefix));
    }

    /**
     * Starts a server.
     *
     * @param migrations the migrations that the routes steer; they stay the caller's to close
     * @throws MovexException with code {@code PORT_TAKEN}, {@code NO_AUTHENTICATION}, {@code ADDRESS_UNKNOWN}, {@code
     *     TLS} or {@code JWT_KEYS}
     */
    public static MovexServer start(MigrationRegistry migrations, ServerOptions options) {
        return start(migrations, options, new ServerMeters());
    }

    /** @param meters to show, with those of the migrations and the routes; closed with the server */
    static MovexServer start(MigrationRegistry migrations, ServerOptions options, ServerMeters meters) {
        options.check();
        if (options.tls().isEmpty() && !options.loopback()) {
            LOG.warn(
                    "tokens and passwords come in plain text: configure tls, or let a proxy on this machine speak TLS");
        }
        QuietTomcat.quiet();
        var context = new AnnotationConfigServletWebServerApplicationContext();
        context.setEnvironment(environment(options));
        context.getBeanFactory().registerSingleton("movexMigrations", migrations);
        context.getBeanFactory().registerSingleton("movexServerOptions", options);
        context.getBeanFactory().registerSingleton("movexMeters", meters.registry());
        context.getBeanFactory().registerSingleton("movexMetricsPage", meters);
        context.register(ServerConfiguration.class);
        migrations.all().forEach(meters::add);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            meters.close();
            throw explained(e, options);
        }
        return new MovexServer(context, options, meters);
    }

    /** Settings of the process's environment are meant for others: a SERVER_PORT, for one. */
    private static StandardEnvironment environment(ServerOptions options) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.address", options.address());
        settings.put("server.port", options.port());
        settings.put("server.shutdown", options.goodbye().isZero() ? "immediate" : "graceful");
        settings.put(
                "spring.lifecycle.timeout-per-shutdown-phase", options.goodbye().toMillis() + "ms");
        settings.put("server.tomcat.threads.max", 20);
        settings.put("server.tomcat.connection-timeout", "10s");
        settings.put("movex.http.prefix", options.prefix());
        settings.put("movex.http.api-prefix", options.apiPrefix());
        settings.put("movex.http.calls-per-second", options.callsPerSecond());
        options.tls().ifPresent(tls -> {
            settings.put("server.ssl.enabled", true);
            settings.put("server.ssl.enabled-protocols", "TLSv1.3,TLSv1.2");
            put(settings, "server.ssl.key-store", tls.keyStore());
            put(settings, "server.ssl.key-store-password", tls.password());
            put(settings, "server.ssl.certificate", tls.certificate());
            put(settings, "server.ssl.certificate-private-key", tls.key());
        });
        return new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addLast(new MapPropertySource("movex", settings));
            }
        };
    }

    private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.put(name, value instanceof Path path ? path.toUri().toString() : value);
        }
    }

    private static RuntimeException explained(RuntimeException error, ServerOptions options) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof MovexException known) {
                return known;
            }
            if (cause instanceof PortInUseException) {
                return new MovexException(
                        "PORT_TAKEN",
                        "Something else listens on port " + options.port() + " of " + options.address() + ".",
                        "Choose another port with --port, or 0 for any that is free.",
                        error);
            }
        }
        if (options.tls().isPresent()) {
            return new MovexException(
                    "TLS",
                    "The server could not start with the configured certificate ("
                            + options.tls().get() + ").",
                    "Look whether the file is there, the password is its own, and the key belongs to the certificate.",
                    error);
        }
        return error;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        WebServer server = context.getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /** Returns the address of the routes with the envelope, for example {@code http://127.0.0.1:8080/movex}. */
    public String url() {
        return origin() + options.prefix();
    }

    /** Returns the address of the meters, for example {@code http://127.0.0.1:8080/metrics}. */
    public String metricsUrl() {
        return origin() + "/metrics";
    }

    /** Returns the address of the resources, for example {@code http://127.0.0.1:8080/api/v1}. */
    public String apiUrl() {
        return origin() + options.apiPrefix();
    }

    private String origin() {
        return (options.tls().isPresent() ? "https://" : "http://") + options.address() + ":" + port();
    }

    /** Ends the server, after the calls that are being answered if it was told to wait. The migrations go on. */
    @Override
    public void close() {
        context.close();
        meters.close();
    }
}
