package dev.movex.testkit.database;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What MariaDB and MySQL have in common. An application connects to a database as a user of its own, who may do
 * everything there and in the database {@code movex}, and look at the server's sessions, transactions and binary log.
 */
abstract sealed class MySqlFamilyServer extends DatabaseServer permits EmbeddedMariaDbServer, EmbeddedMySqlServer {
    /** Where Movex keeps its own tables. */
    static final String MOVEX = "movex";

    private static final String USER = "root";
    private static final int ATTEMPTS = 3;
    private static final long LIMIT_NANOS = 90_000_000_000L;
    // user names are shorter than those of databases
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,31}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Started started;
    private final Thread hook;
    private boolean closed;

    MySqlFamilyServer(Started started) {
        this.started = started;
        this.hook = new Thread(this::end, kind() + "-" + started.port() + "-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public int port() {
        return started.port();
    }

    @Override
    public String username() {
        return USER;
    }

    @Override
    public String password() {
        return started.password();
    }

    @Override
    public void createDatabase(String name) {
        administer("CREATE DATABASE " + checked(name));
    }

    @Override
    public void dropDatabase(String name) {
        try (Connection connection = dataSource("mysql").getConnection();
                Statement statement = connection.createStatement()) {
            for (long session : sessionsIn(statement, checked(name))) {
                kill(statement, session);
            }
            // a session that was ended lets go of its tables a moment later
            statement.execute("SET SESSION lock_wait_timeout = 30");
            statement.execute("DROP DATABASE IF EXISTS " + name);
        } catch (SQLException e) {
            throw new DatabaseServerException(name + " could not be dropped from " + this, e);
        }
    }

    @Override
    Login createLogin(String database) {
        Login login = new Login(checked(database), secret());
        String user = "'" + login.username() + "'@'%'";
        administer("CREATE USER " + user + " IDENTIFIED BY '" + login.password() + "'");
        administer("GRANT ALL ON `" + database.replace("_", "\\_") + "`.* TO " + user);
        administer("GRANT ALL ON " + MOVEX + ".* TO " + user);
        administer("GRANT PROCESS, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO " + user);
        if (kind() == ServerKind.MYSQL) {
            // who holds a lock is told there alone
            administer("GRANT SELECT ON performance_schema.* TO " + user);
        }
        return login;
    }

    @Override
    void dropLogin(Login login) {
        administer("DROP USER IF EXISTS '" + login.username() + "'@'%'");
    }

    @Override
    public synchronized boolean isRunning() {
        return started.process().isRunning();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return started.process().running();
    }

    @Override
    public synchronized void stop() {
        halt(started.process()::stop);
    }

    @Override
    public synchronized void crash() {
        halt(started.process()::kill);
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the server on port " + port() + " is closed");
        }
        if (isRunning()) {
            return;
        }
        try {
            started.process().start();
            awaitAnswer();
        } catch (IOException e) {
            throw new DatabaseServerException(
                    this + " did not start: " + started.home().logTail(), e);
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
        return started.home().folder();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            crash();
        } finally {
            started.home().close();
        }
    }

    private void halt(Ending ending) {
        if (!isRunning()) {
            return;
        }
        try {
            ending.end();
        } catch (IOException e) {
            throw new DatabaseServerException(
                    this + " did not end: " + started.home().logTail(), e);
        }
    }

    /** Waits until the server lets its superuser in: the password is this server's alone, and set last of all. */
    private void awaitAnswer() throws IOException {
        long start = System.nanoTime();
        SQLException last = null;
        while (System.nanoTime() - start < LIMIT_NANOS && started.process().waitAMoment()) {
            try (Connection connection = dataSource("mysql").getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
            }
        }
        throw new IOException("no answer on port " + port(), last);
    }

    private void administer(String sql) {
        try (Connection connection = dataSource("mysql").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseServerException(sql.replaceAll("'[^']*'$", "…") + " failed on " + this, e);
        }
    }

    private static List<Long> sessionsIn(Statement statement, String database) throws SQLException {
        List<Long> sessions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
            while (rows.next()) {
                if (database.equals(rows.getString("db"))) {
                    sessions.add(rows.getLong("Id"));
                }
            }
        }
        return sessions;
    }

    private static void kill(Statement statement, long session) throws SQLException {
        try {
            statement.execute("KILL " + session);
        } catch (SQLException e) {
            boolean gone = e.getErrorCode() == 1094;
            if (!gone) {
                throw e;
            }
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a database name of lower-case letters is needed: " + name);
        }
        return name;
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts a server, again on another port if somebody was faster. */
    static <S extends MySqlFamilyServer> S launch(
            ServerKind kind, BinariesSource source, ServerSettings settings, Maker<S> maker) {
        Exception last = new IllegalStateException("no attempt was made");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                ServerHome.sweep(kind);
                return attempt(kind, source.binaries(), settings, maker);
            } catch (IOException | DatabaseServerException e) {
                last = e;
            }
        }
        throw new DatabaseServerException("no " + kind + " server could be started", last);
    }

    private static <S extends MySqlFamilyServer> S attempt(
            ServerKind kind, ServerBinaries binaries, ServerSettings settings, Maker<S> maker) throws IOException {
        ServerHome home = ServerHome.create(kind);
        S server = null;
        try {
            int port = ServerHome.freePort();
            String password = secret();
            List<String> options = new ArrayList<>(settings.options());
            options.addAll(List.of("--port=" + port, "--server-id=" + port));
            server = maker.make(new Started(
                    MySqlFamilyProcess.on(home, kind, binaries, options, superuser(password)), home, port, password));
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            if (server == null) {
                home.close();
            } else {
                server.close();
            }
            throw e;
        }
    }

    private static List<String> superuser(String password) {
        String user = "'" + USER + "'@'127.0.0.1'";
        return List.of(
                "SET SESSION sql_log_bin = 0;",
                "CREATE USER IF NOT EXISTS " + user + ";",
                "GRANT ALL ON *.* TO " + user + " WITH GRANT OPTION;",
                "ALTER USER " + user + " IDENTIFIED BY '" + password + "';");
    }

    /** What a server consists of. */
    record Started(MySqlFamilyProcess process, ServerHome home, int port, String password) {
        @Override
        public String toString() {
            return home.folder().toString();
        }
    }

    /** Finds the program. */
    interface BinariesSource {
        ServerBinaries binaries() throws IOException;
    }

    /** Makes the server around its process. */
    interface Maker<S extends MySqlFamilyServer> {
        S make(Started started);
    }

    private interface Ending {
        void end() throws IOException;
    }
}
