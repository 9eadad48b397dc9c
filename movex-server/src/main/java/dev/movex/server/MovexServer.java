package dev.movex.server;

import dev.movex.core.MovexException;
import dev.movex.scheduler.Migration;
import java.util.Map;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * A running web server with the routes of one migration. It listens on 127.0.0.1 alone, takes no settings but those it
 * is started with, and leaves the logging of the process as it is. Thread-safe.
 */
public final class MovexServer implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final String prefix;

    private MovexServer(AnnotationConfigServletWebServerApplicationContext context, String prefix) {
        this.context = context;
        this.prefix = prefix;
    }

    /**
     * Starts a server.
     *
     * @param migration the migration that the routes steer; stays the caller's to close
     * @param port the port to listen on; 0 for any that is free
     * @param prefix the path under which the routes are, for example {@code /movex}
     * @throws MovexException with code {@code PORT_TAKEN} if something else listens there
     */
    public static MovexServer start(Migration migration, int port, String prefix) {
        QuietTomcat.quiet();
        var context = new AnnotationConfigServletWebServerApplicationContext();
        context.setEnvironment(environment(port, prefix));
        context.getBeanFactory().registerSingleton("migration", migration);
        context.register(ServerConfiguration.class);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw explained(e, port);
        }
        return new MovexServer(context, prefix);
    }

    /** Settings of the process's environment are meant for others: a SERVER_PORT, for one. */
    private static StandardEnvironment environment(int port, String prefix) {
        Map<String, Object> settings = Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                port,
                "server.shutdown",
                "immediate",
                "server.tomcat.threads.max",
                20,
                "movex.http.prefix",
                prefix);
        return new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addLast(new MapPropertySource("movex", settings));
            }
        };
    }

    private static RuntimeException explained(RuntimeException error, int port) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return new MovexException(
                        "PORT_TAKEN",
                        "Something else listens on port " + port + " of 127.0.0.1.",
                        "Choose another port with --port, or 0 for any that is free.",
                        error);
            }
        }
        return error;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        WebServer server = context.getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /** Returns the address of the routes, for example {@code http://127.0.0.1:8080/movex}. */
    public String url() {
        return "http://127.0.0.1:" + port() + prefix;
    }

    /** Ends the server at once. Calls that are being answered may be cut off; the migration goes on. */
    @Override
    public void close() {
        context.close();
    }
}
