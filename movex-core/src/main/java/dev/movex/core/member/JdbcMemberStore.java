package dev.movex.core.member;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.ControlRows;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberSessions;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Push;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Members meet in one of the two databases, in Movex's own tables. Keeps one connection, which it opens when it is needed
 * and again after a failure, and a second one while somebody watches and the server can push. Thread-safe; one call at a
 * time is served.
 */
public final class JdbcMemberStore implements MemberStore {
    private static final String MEMBER = "member";
    private static final String DESCRIPTION = "member_description";
    private static final String INSTRUCTION = "instruction";
    private static final String ACTING = "acting";
    private static final String GROUP = "group";
    private static final int ATTEMPTS = 10;

    private final String migration;
    private final Side side;
    private final DataSource source;
    private final Dialect dialect;
    private final ControlSql sql;
    private @Nullable Connection connection;
    private boolean closed;
    private boolean installed;

    public JdbcMemberStore(String migration, Side side, DataSource source, Dialect dialect) {
        this.migration = migration;
        this.side = side;
        this.source = source;
        this.dialect = dialect;
        this.sql = dialect.control();
    }

    /** Returns the side whose database this is. */
    public Side side() {
        return side;
    }

    /** Creates Movex's tables unless they are there. */
    public void install() throws SQLException {
        work(c -> {
            try (Statement statement = c.createStatement()) {
                for (String text : sql.create()) {
                    statement.execute(text);
                }
            }
            return true;
        });
    }

    /** Returns whether Movex's tables are there. */
    public boolean installed() throws SQLException {
        return work(this::isInstalled);
    }

    private boolean isInstalled(Connection c) throws SQLException {
        installed = installed || ControlRows.installed(c, sql);
        return installed;
    }

    /** Reads the migration's control row in this database; empty if the migration is not installed in it. */
    public Optional<ControlRow> controlRow() throws SQLException {
        return work(c -> isInstalled(c) ? ControlRows.read(c, sql, migration, side) : Optional.empty());
    }

    @Override
    public void put(MemberEntry entry) throws SQLException {
        update(sql.putRecordAndPush(Push.Topic.MEMBERS), MEMBER, entry.member(), entry.toJson());
    }

    /** Writes which sessions of this database a member has, by the server's ids, whether or not it was written before. */
    public void sessions(String member, Collection<Long> ids) throws SQLException {
        update(
                sql.putRecordAndPush(Push.Topic.MEMBERS),
                MemberSessions.KIND,
                member,
                ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    @Override
    public List<MemberEntry.Stored> members() throws SQLException {
        return work(c -> {
            List<MemberEntry.Stored> all = new ArrayList<>();
            if (!isInstalled(c)) {
                return all;
            }
            try (PreparedStatement select = prepare(c, sql.readAgedRecords(), MEMBER);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new MemberEntry.Stored(
                            MemberEntry.ofJson(row.getString(2)), Duration.ofMillis(Math.max(0, row.getLong(3)))));
                }
            }
            return all;
        });
    }

    @Override
    public void remove(String member) throws SQLException {
        update(sql.deleteRecordByName(), MEMBER, member);
        update(sql.deleteRecordByName(), DESCRIPTION, member);
    }

    @Override
    public Optional<Instruction> instruction() throws SQLException {
        return Optional.ofNullable(records(INSTRUCTION).get(GROUP)).map(Instruction::ofJson);
    }

    @Override
    public boolean post(Instruction instruction) throws SQLException {
        return locked(INSTRUCTION, GROUP, (c, newest) -> {
            if (newest != null && Instruction.ofJson(newest.body()).number() >= instruction.number()) {
                return false;
            }
            write(c, INSTRUCTION, GROUP, instruction.toJson(), newest == null);
            return true;
        });
    }

    @Override
    public void describe(String member, String json) throws SQLException {
        update(sql.putRecord(), DESCRIPTION, member, json);
    }

    @Override
    public Map<String, String> descriptions() throws SQLException {
        return records(DESCRIPTION);
    }

    @Override
    public boolean elect(String coordinator, Duration lease) throws SQLException {
        // before Movex's tables are there nobody can be in anybody's way
        return !installed()
                || locked(ACTING, GROUP, (c, acting) -> {
                    boolean mine = acting != null && acting.body().equals(coordinator);
                    if (acting != null && !mine && acting.age().compareTo(lease.plus(lease.dividedBy(8))) <= 0) {
                        return false;
                    }
                    write(c, ACTING, GROUP, coordinator, acting == null);
                    return true;
                });
    }

    @Override
    public Optional<String> acting() throws SQLException {
        return Optional.ofNullable(records(ACTING).get(GROUP));
    }

    @Override
    public Optional<AutoCloseable> watch(Push.Topic topic, Runnable changed) {
        return dialect.push().map(push -> new PushWatch(source, push, new PushWatch.Wish(migration, topic), changed));
    }

    private Map<String, String> records(String kind) throws SQLException {
        return work(c -> isInstalled(c) ? read(c, kind) : Map.of());
    }

    private Map<String, String> read(Connection c, String kind) throws SQLException {
        Map<String, String> bodies = new LinkedHashMap<>();
        try (PreparedStatement select = prepare(c, sql.readRecords(), kind);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bodies.put(row.getString(1), row.getString(2));
            }
        }
        return bodies;
    }

    private record Locked(String body, Duration age) {}

    private interface Step {
        boolean on(Connection connection, @Nullable Locked found) throws SQLException;
    }

    /** Looks at a record under its lock and does something with it. Of two that create it one fails, and says no. */
    private boolean locked(String kind, String name, Step step) throws SQLException {
        return work(c -> {
            c.setAutoCommit(false);
            try {
                // of those that create a record at once, all but one may be victims of a deadlock
                for (int left = ATTEMPTS; ; left--) {
                    try {
                        // the lock on what is not there yet stands in the way of all who create it: it is not tried
                        // twice
                        boolean create = left < ATTEMPTS && !read(c, kind).containsKey(name);
                        boolean done = step.on(c, create ? null : lock(c, kind, name));
                        c.commit();
                        return done;
                    } catch (SQLException e) {
                        c.rollback();
                        if (dialect.uniqueViolation(e)) {
                            return false;
                        }
                        if (left == 1 || !dialect.transientFailure(e)) {
                            throw e;
                        }
                    }
                }
            } finally {
                c.setAutoCommit(true);
            }
        });
    }

    private @Nullable Locked lock(Connection c, String kind, String name) throws SQLException {
        try (PreparedStatement select = prepare(c, sql.lockAgedRecord(), kind, name);
                ResultSet row = select.executeQuery()) {
            return row.next() ? new Locked(row.getString(1), Duration.ofMillis(Math.max(0, row.getLong(2)))) : null;
        }
    }

    private void write(Connection c, String kind, String name, String body, boolean create) throws SQLException {
        String text = create
                ? sql.insertRecordAndPush(Push.Topic.INSTRUCTIONS)
                : sql.putRecordAndPush(Push.Topic.INSTRUCTIONS);
        try (PreparedStatement statement = prepare(c, text, kind, name, body)) {
            statement.execute();
        }
    }

    private void update(String text, String... parameters) throws SQLException {
        work(c -> {
            try (PreparedStatement statement = prepare(c, text, parameters)) {
                return statement.execute();
            }
        });
    }

    private PreparedStatement prepare(Connection c, String text, String... parameters) throws SQLException {
        PreparedStatement statement = c.prepareStatement(text);
        statement.setString(1, migration);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 2, parameters[i]);
        }
        return statement;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private synchronized <T> T work(Work<T> work) throws SQLException {
        Connection current = connection;
        if (current == null) {
            if (closed) {
                throw new SQLException("Movex: the store of the members is closed.", "08003");
            }
            current = open(source);
            connection = current;
        }
        try {
            return work.on(current);
        } catch (SQLException | RuntimeException e) {
            installed = false;
            connection = null;
            close(current);
            throw e;
        }
    }

    private static Connection open(DataSource source) throws SQLException {
        Connection opened = source.getConnection();
        try {
            opened.setAutoCommit(true);
            return opened;
        } catch (SQLException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    /** Nothing was changed on the session that its pool does not undo. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it was broken before
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            close(connection);
            connection = null;
        }
    }
}
