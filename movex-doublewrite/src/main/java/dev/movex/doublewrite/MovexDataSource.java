package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.member.RemoteMembers;
import dev.movex.core.plan.Plan;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source of an application whose tables are being moved. It begins as a pure pass-through to the source, for
 * which no table of Movex's needs to exist; what it does from then on, its {@linkplain #member() member} is told. While
 * two databases are written, statements that can't be mirrored are refused with SQLState {@code 0A000}, and a
 * transaction that a change of pattern overtook fails with {@code 40001} and nothing written.
 *
 * <p>It may wrap the pools of both databases or lie beneath a pool of the application's: its connections hold a
 * physical one only while they need it, and may outlive changes of pattern.
 *
 * <p>Thread-safe; its connections are not, like those of any driver. {@link #close} waits for what is under way after
 * commits and leaves both pools open.
 */
public final class MovexDataSource implements DataSource, AutoCloseable {
    private final Engine engine;
    private final MovexMember member;
    private final MemberGroup members;
    private final @Nullable MemberAgent agent;

    private MovexDataSource(Engine engine) {
        this.engine = engine;
        Coordination coordination = engine.config().coordination();
        String id = engine.config().memberId();
        this.member = new MovexMember(coordination == null ? id : Runs.name(id), engine.gate(), engine.cleaner()::soon);
        EmbeddedMembers own = new EmbeddedMembers(this, engine.breaker());
        if (coordination == null) {
            members = own;
            agent = null;
        } else {
            members = new RemoteMembers(engine.stores(coordination), member.id());
            SelfDescription description = new SelfDescription(own, member, engine.gate(), engine.sessions());
            agent = new MemberAgent(
                    new MemberAgent.Served(
                            member.id(), engine.gate(), engine.sessions(), engine.cleaner()::soon, description::now),
                    coordination);
        }
    }

    /**
     * Opens a data source that asks both databases what they are.
     *
     * @param source the pool of the database that the application uses today
     * @param target the pool of the database that its tables move to
     * @throws SQLException if one of them can't be reached
     */
    public static MovexDataSource open(DoubleWriteConfig config, Plan plan, DataSource source, DataSource target)
            throws SQLException {
        return open(config, plan, source, dialect(source), target, dialect(target));
    }

    /** Opens a data source without asking the databases. */
    public static MovexDataSource open(
            DoubleWriteConfig config,
            Plan plan,
            DataSource source,
            Dialect sourceDialect,
            DataSource target,
            Dialect targetDialect) {
        return open(
                config,
                plan,
                new Engine.Database(source, sourceDialect),
                new Engine.Database(target, targetDialect),
                Steps.NONE);
    }

    static MovexDataSource open(
            DoubleWriteConfig config, Plan plan, Engine.Database source, Engine.Database target, Steps steps) {
        Engine engine = new Engine(config, plan, source, target, steps);
        engine.start();
        MovexDataSource made = new MovexDataSource(engine);
        if (made.agent != null) {
            made.agent.start(plan.migration(), engine.sides());
        }
        return made;
    }

    private static Dialect dialect(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Dialects.of(connection);
        }
    }

    /** Returns the member that the coordinator talks to. */
    public MovexMember member() {
        return member;
    }

    /** Returns the members for a coordinator that lives in this process: all of them where there is coordination. */
    public MemberGroup members() {
        return members;
    }

    /** Returns what the caller of a commit waits for. */
    Ack ack() {
        return engine.config().ack();
    }

    /** Returns what the application sends. */
    public SqlAudit audit() {
        return engine.audit();
    }

    /** Returns how many rows of each table were written, and left to the journal. */
    Map<String, Map<String, Long>> tables() {
        return engine.tables().snapshot();
    }

    /** Returns the use of each pool that tells it. */
    Map<String, PoolUse> pools() {
        Map<String, PoolUse> pools = new TreeMap<>();
        for (Side side : Side.values()) {
            PoolUse.of(engine.side(side).pool()).ifPresent(use -> pools.put(side.label(), use));
        }
        return pools;
    }

    /** Returns who looks at the primary's journal. */
    JournalWatch journal() {
        return engine.journal();
    }

    /** Returns whether keys are journaled. */
    boolean journaling() {
        return engine.config().journal().written();
    }

    /** Returns the last reads that the two databases answered differently, if shadow reads are on. */
    public List<ShadowDifference> shadowDifferences() {
        return engine.shadow().differences();
    }

    /** Looks at both databases; waits as long as their pools do. */
    public Health health() {
        return new HealthCheck(engine).run();
    }

    /** Looks at one database; returns what is wrong, or an empty text. */
    String reach(Side side) {
        return HealthCheck.look(engine.side(side), engine.sessions());
    }

    /** Returns the server's ids of the sessions that this process has used on a side and that are open. */
    Set<Long> sessions(Side side) {
        return engine.sessions().ids(side);
    }

    /** Returns the counts so far. */
    public Map<Metric, Long> metrics() {
        return engine.metrics().snapshot();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ConnectionBehaviour.open(engine);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "Movex: users are those of the two pools; call getConnection().", "0A000");
    }

    @Override
    public ConnectionBuilder createConnectionBuilder() throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "Movex: users and shards are those of the two pools; call getConnection().", "0A000");
    }

    @Override
    public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "Movex: shards are those of the two pools; call getConnection().", "0A000");
    }

    @Override
    public void close() {
        engine.close();
        if (agent != null) {
            agent.close();
        }
        if (members instanceof RemoteMembers remote) {
            remote.close();
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // logs through SLF4J
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Movex: set the time-outs of the two pools.", "0A000");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Movex: logs through SLF4J.", "0A000");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == XADataSource.class) {
            throw new SQLFeatureNotSupportedException(
                    "Movex: no two-phase commit; the journal takes its place. Use local transactions.", "0A000");
        }
        if (type == ConnectionPoolDataSource.class) {
            throw new SQLFeatureNotSupportedException(
                    "Movex: no pooled connections of its own; give the pool this DataSource as it is.", "0A000");
        }
        throw new SQLException("Movex: not a wrapper of " + type.getName() + ".", "0A000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
