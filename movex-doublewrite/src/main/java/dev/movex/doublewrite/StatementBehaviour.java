package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.StatementClass;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the application. The driver's statement behind it is made when it is needed on a physical connection
 * and made anew on another one. Used by one thread at a time, but for {@link #cancel}.
 */
class StatementBehaviour implements Dispatch.Passing {
    private static final Dispatch<Statement> DISPATCH =
            Dispatch.of(Statement.class, StatementBehaviour.class, Set.of());

    private final ConnectionBehaviour connection;
    private final Method creator;
    private final Object[] creatorArgs;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<ResultSetBehaviour> open = new LinkedHashSet<>();
    private final List<String> batch = new ArrayList<>();
    private volatile @Nullable Statement physical;
    private @Nullable Statement capturing;
    private @Nullable Lease lease;
    private @Nullable Statement proxy;
    private Outcome outcome = Outcome.ofCount(-1);
    private @Nullable ResultSet rows;
    private @Nullable ResultSet keys;
    private @Nullable SQLWarning warnings;
    private boolean closed;
    private boolean closeOnCompletion;

    /**
     * @param creator the method of Connection that makes the driver's statement
     * @param creatorArgs its arguments
     */
    StatementBehaviour(ConnectionBehaviour connection, Method creator, Object[] creatorArgs) {
        this.connection = connection;
        this.creator = creator;
        this.creatorArgs = creatorArgs;
        connection.session().opened(this);
    }

    static Statement open(ConnectionBehaviour connection, Method creator, Object[] args) {
        StatementBehaviour behaviour = new StatementBehaviour(connection, creator, args);
        Statement visible = DISPATCH.proxy(behaviour);
        behaviour.proxy(visible);
        return visible;
    }

    private record Setting(Method setter, Object[] args) {}

    final void proxy(Statement visible) {
        proxy = visible;
    }

    final Session session() {
        return connection.session();
    }

    // ---- execution

    public ResultSet executeQuery(String sql) throws SQLException {
        run(new Execution(sql, Wish.NONE, true, s -> Outcome.ofRows(s.executeQuery(sql))));
        return currentRows();
    }

    public int executeUpdate(String sql) throws SQLException {
        return Math.toIntExact(run(new Execution(sql, Wish.NONE, s -> Outcome.ofCount(s.executeUpdate(sql)))));
    }

    public int executeUpdate(String sql, int wish) throws SQLException {
        return Math.toIntExact(
                run(new Execution(sql, Wish.of(wish), s -> Outcome.ofCount(s.executeUpdate(sql, wish)))));
    }

    public int executeUpdate(String sql, String[] wish) throws SQLException {
        return Math.toIntExact(
                run(new Execution(sql, Wish.of(wish), s -> Outcome.ofCount(s.executeUpdate(sql, wish)))));
    }

    public int executeUpdate(String sql, int[] wish) throws SQLException {
        return Math.toIntExact(run(new Execution(sql, Wish.NONE, s -> Outcome.ofCount(s.executeUpdate(sql, wish)))));
    }

    public long executeLargeUpdate(String sql) throws SQLException {
        return run(new Execution(sql, Wish.NONE, s -> Outcome.ofCount(s.executeLargeUpdate(sql))));
    }

    public long executeLargeUpdate(String sql, int wish) throws SQLException {
        return run(new Execution(sql, Wish.of(wish), s -> Outcome.ofCount(s.executeLargeUpdate(sql, wish))));
    }

    public long executeLargeUpdate(String sql, String[] wish) throws SQLException {
        return run(new Execution(sql, Wish.of(wish), s -> Outcome.ofCount(s.executeLargeUpdate(sql, wish))));
    }

    public long executeLargeUpdate(String sql, int[] wish) throws SQLException {
        return run(new Execution(sql, Wish.NONE, s -> Outcome.ofCount(s.executeLargeUpdate(sql, wish))));
    }

    public boolean execute(String sql) throws SQLException {
        run(new Execution(sql, Wish.NONE, s -> Outcome.of(s.execute(sql), s)));
        return rows != null;
    }

    public boolean execute(String sql, int wish) throws SQLException {
        run(new Execution(sql, Wish.of(wish), s -> Outcome.of(s.execute(sql, wish), s)));
        return rows != null;
    }

    public boolean execute(String sql, String[] wish) throws SQLException {
        run(new Execution(sql, Wish.of(wish), s -> Outcome.of(s.execute(sql, wish), s)));
        return rows != null;
    }

    public boolean execute(String sql, int[] wish) throws SQLException {
        run(new Execution(sql, Wish.NONE, s -> Outcome.of(s.execute(sql, wish), s)));
        return rows != null;
    }

    /**
     * One execution.
     *
     * @param sql the text
     * @param wish the generated keys that are asked for
     * @param wantsRows whether the application can take rows alone
     * @param plain the application's own call, on the driver's statement
     */
    record Execution(String sql, Wish wish, boolean wantsRows, Plain plain) {
        Execution(String sql, Wish wish, Plain plain) {
            this(sql, wish, false, plain);
        }
    }

    /** A call on the driver's statement. */
    interface Plain {
        Outcome on(Statement physical) throws SQLException;
    }

    /** Runs an execution, keeps what it yields, and returns its update count. */
    final long run(Execution execution) throws SQLException {
        checkOpen();
        closeResults();
        Session session = session();
        Classified classified = classify(execution.sql());
        if (classified.control() != null) {
            connection.control(classified.control());
            accept(Outcome.NOTHING, false);
            return 0;
        }
        Unit unit = session.begin(classified.shown());
        try {
            accept(route(unit, classified, execution), unit.dual());
            return outcome.count();
        } finally {
            session.statementDone();
        }
    }

    /** Classes a text; in a prepared statement only its own can run. */
    Classified classify(String sql) throws SQLException {
        return session().classify(sql, false);
    }

    Outcome route(Unit unit, Classified classified, Execution execution) throws SQLException {
        Dml dml = classified.dml();
        if (unit.dual() && classified.kind() == StatementClass.DENIED) {
            session().engine().metrics().count(Metric.DENIED);
            throw Denials.statement(classified);
        }
        if (unit.dual() && dml != null) {
            return session().mirrored(unit, () -> new DmlExecution(this, unit, dml).run(execution));
        }
        Outcome plain = plain(unit, execution);
        session().effect(unit, classified);
        return plain.withMore(classified.statements() > 1);
    }

    final Outcome plain(Unit unit, Execution execution) throws SQLException {
        Statement statement = physical(unit.lease());
        Outcome yielded = execution.plain().on(statement);
        return execution.wish().wanted() ? yielded.withKeys(keysOf(statement)) : yielded;
    }

    /** Generated keys that the driver can't give are none: the statement has been run. */
    private static @Nullable ResultSet keysOf(Statement statement) {
        try {
            return statement.getGeneratedKeys();
        } catch (SQLException e) {
            return null;
        }
    }

    final void accept(Outcome yielded, boolean dual) {
        outcome = yielded;
        rows = yielded.rows() == null ? null : visible(yielded.rows(), yielded.hidden(), dual);
        keys = yielded.keys() == null ? null : visible(yielded.keys(), yielded.hidden(), dual);
    }

    private ResultSet visible(ResultSet raw, int hidden, boolean dual) {
        ResultSetBehaviour behaviour = new ResultSetBehaviour(raw, proxy, dual, this::resultClosed);
        open.add(behaviour);
        return behaviour.proxy(hidden);
    }

    private void resultClosed(ResultSetBehaviour result) {
        open.remove(result);
        if (open.isEmpty() && closeOnCompletion && !closed) {
            close();
        } else if (lease != null) {
            session().release(lease);
        }
    }

    final void closeResults() throws SQLException {
        for (ResultSetBehaviour each : List.copyOf(open)) {
            open.remove(each);
            each.rows().close();
        }
        outcome = Outcome.ofCount(-1);
        rows = null;
        keys = null;
    }

    /** Returns whether results keep the physical connection. */
    final boolean resultsOpen() {
        return !closed && (!open.isEmpty() || outcome.more());
    }

    // ---- the driver's statements

    /** Returns the driver's statement on a physical connection. */
    final Statement physical(Lease on) throws SQLException {
        Statement current = physical;
        if (current != null && lease == on) {
            return current;
        }
        attach(on);
        Statement made = (Statement) Objects.requireNonNull(invoke(creator, on.physical(), creatorArgs));
        apply(made);
        physical = made;
        return made;
    }

    private void attach(Lease on) {
        if (lease != on) {
            detach();
            on.add(this);
            lease = on;
        }
    }

    private void apply(Statement made) throws SQLException {
        for (Setting setting : settings.values()) {
            invoke(setting.setter(), made, setting.args());
        }
    }

    /** Runs a text that returns the keys it touches, and returns its rows, which can be read more than once. */
    ResultSet capture(Unit unit, String sql) throws SQLException {
        Statement made = unit.physical().createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        capturing(unit.lease(), made);
        made.execute(sql);
        return made.getResultSet();
    }

    /** Takes a statement that yields results of this one. */
    final void capturing(Lease on, Statement made) throws SQLException {
        attach(on);
        if (capturing != null) {
            capturing.close();
        }
        capturing = made;
        Setting timeout = settings.get("setQueryTimeout");
        if (timeout != null) {
            invoke(timeout.setter(), made, timeout.args());
        }
    }

    /** Returns the parameters of the present execution. */
    Params params() {
        return Params.none();
    }

    private void detach() {
        Lease old = lease;
        lease = null;
        Statement oldPhysical = physical;
        Statement oldCapturing = capturing;
        physical = null;
        capturing = null;
        if (old != null) {
            old.remove(this);
            closeQuietly(oldPhysical);
            closeQuietly(oldCapturing);
        }
    }

    private void closeQuietly(@Nullable Statement statement) {
        if (statement != null) {
            try (statement) {
                warnings = statement.getWarnings();
            } catch (SQLException | RuntimeException e) {
                // goes with its connection
            }
        }
    }

    /** The physical connection goes back to its pool. */
    final void leaseClosed(Lease given) {
        if (lease == given) {
            detach();
        }
    }

    final void sessionClosed() {
        closed = true;
        open.clear();
        detach();
    }

    static @Nullable Object invoke(Method method, Object target, Object[] args) throws SQLException {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }

    // ---- results

    final ResultSet currentRows() throws SQLException {
        if (rows == null) {
            throw new SQLException("Movex: the statement returned no rows.", "02000");
        }
        return rows;
    }

    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return rows;
    }

    public int getUpdateCount() throws SQLException {
        return (int) getLargeUpdateCount();
    }

    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return outcome.count();
    }

    public boolean getMoreResults() throws SQLException {
        return getMoreResults(Statement.CLOSE_CURRENT_RESULT);
    }

    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        Statement statement = physical;
        if (!outcome.more() || statement == null) {
            closeResults();
            return false;
        }
        boolean hasRows = statement.getMoreResults(current);
        if (current != Statement.KEEP_CURRENT_RESULT) {
            open.clear();
        }
        Outcome next = Outcome.of(hasRows, statement);
        accept(next.withMore(hasRows || next.count() >= 0), false);
        if (!outcome.more() && lease != null) {
            session().release(lease);
        }
        return hasRows;
    }

    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        if (keys != null) {
            return keys;
        }
        // nothing was asked for: the driver answers with an empty result
        return session().aside(on -> visible(physical(on).getGeneratedKeys(), 0, false));
    }

    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        Statement statement = physical;
        return statement == null ? warnings : statement.getWarnings();
    }

    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
        Statement statement = physical;
        if (statement != null) {
            statement.clearWarnings();
        }
    }

    // ---- batches of texts

    public void addBatch(String sql) throws SQLException {
        checkOpen();
        batch.add(sql);
    }

    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    public int[] executeBatch() throws SQLException {
        long[] counts = executeLargeBatch();
        int[] small = new int[counts.length];
        for (int i = 0; i < counts.length; i++) {
            small[i] = (int) counts[i];
        }
        return small;
    }

    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> texts = List.copyOf(batch);
        batch.clear();
        return new TextBatch(this).run(texts);
    }

    // ---- the rest

    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection.proxy();
    }

    public void cancel() throws SQLException {
        Statement statement = physical;
        if (statement != null) {
            statement.cancel();
        }
        Statement other = capturing;
        if (other != null) {
            other.cancel();
        }
    }

    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        open.clear();
        Lease held = lease;
        detach();
        session().closed(this);
        if (held != null) {
            session().release(held);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(proxy)
                || (!session().dual() && session().aside(on -> physical(on).isWrapperFor(type)));
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return type.cast(proxy);
        }
        return physical(session().driverInUse().lease()).unwrap(type);
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLException("Movex: the statement is closed.", "55000");
        }
        session().checkOpen();
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws Throwable {
        checkOpen();
        boolean setter = method.getName().startsWith("set") && method.getReturnType() == void.class;
        if (setter) {
            settings.put(method.getName(), new Setting(method, args));
            Statement current = physical;
            return current == null ? null : invoke(method, current, args);
        }
        Setting known = settings.get("s" + method.getName().substring(1));
        if (known != null && args.length == 0 && physical == null) {
            return known.args()[0];
        }
        return session().ask(on -> invoke(method, physical(on), args));
    }
}
