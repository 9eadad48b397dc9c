package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.StatementClass;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement of the application. The driver's statement behind it is made when it is needed on a physical connection
 * and made anew on another one. Used by one thread at a time, but for {@link #cancel}.
 */
class StatementBehaviour implements Dispatch.Passing, Results.Owner {
    static final Dispatch<Statement> DISPATCH = Dispatch.of(Statement.class, StatementBehaviour.class, Set.of());

    private final ConnectionBehaviour connection;
    private final DriverStatement driver;
    private final Results results;
    private final List<String> batch = new ArrayList<>();
    private @Nullable Statement proxy;
    private boolean closed;
    private boolean closeOnCompletion;

    /**
     * @param creator the method of Connection that makes the driver's statement
     * @param creatorArgs its arguments
     */
    StatementBehaviour(ConnectionBehaviour connection, Method creator, Object[] creatorArgs) {
        this.connection = connection;
        this.driver = new DriverStatement(this, creator, creatorArgs);
        this.results = new Results(connection.session(), this);
        connection.session().opened(this);
    }

    static Statement open(ConnectionBehaviour connection, Method creator, Object[] args) {
        StatementBehaviour behaviour = new StatementBehaviour(connection, creator, args);
        Statement visible = DISPATCH.proxy(behaviour);
        behaviour.proxy(visible);
        return visible;
    }

    final void proxy(Statement visible) {
        proxy = visible;
    }

    final Session session() {
        return connection.session();
    }

    final DriverStatement driver() {
        return driver;
    }

    final Results results() {
        return results;
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
        return results.rows() != null;
    }

    public boolean execute(String sql, int wish) throws SQLException {
        run(new Execution(sql, Wish.of(wish), s -> Outcome.of(s.execute(sql, wish), s)));
        return results.rows() != null;
    }

    public boolean execute(String sql, String[] wish) throws SQLException {
        run(new Execution(sql, Wish.of(wish), s -> Outcome.of(s.execute(sql, wish), s)));
        return results.rows() != null;
    }

    public boolean execute(String sql, int[] wish) throws SQLException {
        run(new Execution(sql, Wish.NONE, s -> Outcome.of(s.execute(sql, wish), s)));
        return results.rows() != null;
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
        results.close();
        Session session = session();
        Classified classified = classify(execution.sql());
        if (classified.control() != null) {
            connection.control(classified.control());
            accept(Outcome.NOTHING);
            return 0;
        }
        Unit unit = session.begin(classified.shown());
        try {
            accept(route(unit, classifiedFor(unit, classified, execution.sql()), execution));
            return results.count();
        } finally {
            session.statementDone();
        }
    }

    /** Classes a text; in a prepared statement only its own can run. */
    Classified classify(String sql) throws SQLException {
        return session().names().classify(sql, false);
    }

    /** Returns the class under the pattern that the transaction began with, which may be another than a moment ago. */
    final Classified classifiedFor(Unit unit, Classified classified, String sql) throws SQLException {
        return session().names().hold(unit) ? classified : classify(sql);
    }

    Outcome route(Unit unit, Classified classified, Execution execution) throws SQLException {
        Dml dml = classified.dml();
        if (unit.dual() && classified.kind() == StatementClass.DENIED) {
            session().engine().metrics().count(Metric.DENIED);
            throw Denials.statement(classified);
        }
        if (unit.dual() && dml != null) {
            Outcome mirrored = session().mirrored(unit, () -> new DmlExecution(this, unit, dml).run(execution));
            session().effect(unit, classified);
            return mirrored;
        }
        Outcome plain = plain(unit, execution);
        session().effect(unit, classified);
        if (unit.dual() && plain.rows() != null && classified.kind() == StatementClass.PRIMARY_ONLY) {
            shadow(unit, execution.sql());
        }
        return plain.withMore(classified.statements() > 1);
    }

    private void shadow(Unit unit, String sql) throws SQLException {
        ShadowReader shadow = session().engine().shadow();
        Params given = params();
        if (shadow.takes() && given.mayBeBoundAgain()) {
            boolean prepared = this instanceof PreparedBehaviour;
            shadow.offer(new ShadowRead(
                    sql, prepared, given.copy(), session().names().names(), unit.assignment()));
        }
    }

    final Outcome plain(Unit unit, Execution execution) throws SQLException {
        Statement statement = driver.on(unit.lease());
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

    final void accept(Outcome yielded) {
        results.accept(yielded, proxy);
    }

    @Override
    public final @Nullable Lease lease() {
        return driver.lease();
    }

    @Override
    public final void resultClosed() {
        Lease lease = driver.lease();
        if (!results.anyOpen() && closeOnCompletion && !closed) {
            close();
        } else if (lease != null) {
            session().release(lease);
        }
    }

    /** Returns whether results keep the physical connection. */
    final boolean resultsOpen() {
        return !closed && (results.anyOpen() || results.more());
    }

    /** Runs a text that returns the keys it touches, and returns its rows, which can be read more than once. */
    ResultSet capture(Unit unit, String sql, Params params) throws SQLException {
        Statement made = unit.physical().createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        driver.capturing(unit.lease(), made);
        made.execute(sql);
        return made.getResultSet();
    }

    /** Runs a text in place of the application's, with its values, and returns the statement that ran it. */
    Statement rerun(Unit unit, String sql, Params params) throws SQLException {
        Statement made = unit.physical().createStatement();
        driver.capturing(unit.lease(), made);
        made.execute(sql, Statement.RETURN_GENERATED_KEYS);
        return made;
    }

    /** Returns the parameters of the present execution. */
    Params params() {
        return Params.none();
    }

    /** The physical connection goes back to its pool. */
    final void leaseClosed(Lease given) {
        if (driver.lease() == given) {
            driver.detach();
        }
    }

    final void sessionClosed() {
        closed = true;
        results.forget();
        driver.detach();
    }

    // ---- results

    final ResultSet currentRows() throws SQLException {
        ResultSet rows = results.rows();
        if (rows == null) {
            throw new SQLException("Movex: the statement returned no rows.", "02000");
        }
        return rows;
    }

    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return results.rows();
    }

    public int getUpdateCount() throws SQLException {
        return (int) getLargeUpdateCount();
    }

    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return results.count();
    }

    public boolean getMoreResults() throws SQLException {
        return getMoreResults(Statement.CLOSE_CURRENT_RESULT);
    }

    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        Statement statement = driver.current();
        if (!results.more() || statement == null) {
            results.close();
            return false;
        }
        boolean hasRows = statement.getMoreResults(current);
        if (current != Statement.KEEP_CURRENT_RESULT) {
            results.forget();
        }
        Outcome next = Outcome.of(hasRows, statement);
        accept(next.withMore(hasRows || next.count() >= 0));
        Lease lease = driver.lease();
        if (!results.more() && lease != null) {
            session().release(lease);
        }
        return hasRows;
    }

    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        ResultSet keys = results.keys();
        if (keys != null) {
            return keys;
        }
        // nothing was asked for: the driver answers with an empty result
        return session().aside(on -> results.visible(driver.on(on).getGeneratedKeys(), 0, proxy));
    }

    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return driver.warnings();
    }

    public void clearWarnings() throws SQLException {
        checkOpen();
        driver.clearWarnings();
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
        driver.cancel();
    }

    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        results.forget();
        Lease held = driver.lease();
        driver.detach();
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
                || (!session().dual() && session().aside(on -> driver.on(on).isWrapperFor(type)));
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return type.cast(proxy);
        }
        return driver.on(session().driverInUse().lease()).unwrap(type);
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
            driver.set(method, args);
            return null;
        }
        Object known = args.length == 0 && driver.current() == null ? driver.setting(method) : null;
        return known != null ? known : session().ask(on -> DriverStatement.invoke(method, driver.on(on), args));
    }
}
