package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Fence;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.member.JdbcMemberStore;
import dev.movex.core.member.MemberStore;
import dev.movex.core.member.SeveralStores;
import dev.movex.core.plan.Plan;
import dev.movex.core.row.DirtyKey;
import dev.movex.doublewrite.sql.TokenClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a data source, put together once. Thread-safe. */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final DoubleWriteConfig config;
    private final Map<Side, SideAccess> sides = new EnumMap<>(Side.class);
    private final Steps steps;
    private final Metrics metrics;
    private final SqlAudit audit = new SqlAudit();
    private final StatementCatalog catalog = new StatementCatalog(new TokenClassifier(), audit);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads.named("timer"));
    private final Gate gate = new Gate();
    private final OwnSessions sessions = new OwnSessions();
    private final CircuitBreaker breaker;
    private final FailureLog failures = new FailureLog(System::nanoTime);
    private final JournalCleaner cleaner;
    private final SecondaryConnections connections;
    private final SecondaryCommits commits;
    private final DualCommit dualCommit;
    private final ShadowReader shadow;
    private final JournalWatch journal;
    private final TableCounts tables;
    private final Plan plan;
    private final Relations relations;
    private final AtomicBoolean closed = new AtomicBoolean();

    Engine(DoubleWriteConfig config, Plan plan, Database source, Database target, Steps steps) {
        this.config = config;
        this.plan = plan;
        this.relations = new Relations(plan);
        this.steps = steps;
        sides.put(Side.SRC, new SideAccess(Side.SRC, source.pool(), source.dialect(), target.dialect(), plan));
        sides.put(Side.DST, new SideAccess(Side.DST, target.pool(), target.dialect(), source.dialect(), plan));
        metrics = new Metrics(config.meters(), config.memberId());
        breaker = new CircuitBreaker(config.breaker(), System::nanoTime);
        cleaner = new JournalCleaner(sides, metrics, config.cleaningInterval());
        connections = new SecondaryConnections(config.secondary(), timer);
        commits = new SecondaryCommits(config.ack(), config.maxOutstandingCommits());
        Fence fence = new Fence(plan.migration());
        Secondary secondary = new Secondary(
                config,
                fence,
                sides,
                new Secondary.Lanes(connections, commits),
                new Secondary.Watch(breaker, metrics, steps));
        shadow = new ShadowReader(this, config.shadow());
        journal = new JournalWatch(this, config.journal());
        tables = new TableCounts(plan, config.meters(), config.memberId());
        dualCommit = new DualCommit(this, fence, secondary, commits);
    }

    /** Begins to watch, once all parts are there. */
    void start() {
        journal.start();
        MeterRegistry meters = config.meters();
        if (meters != null) {
            Gauges.register(this, meters);
        }
    }

    /**
     * A database of the migration.
     *
     * @param pool where its connections come from
     * @param dialect its dialect
     */
    record Database(DataSource pool, Dialect dialect) {}

    DoubleWriteConfig config() {
        return config;
    }

    Plan plan() {
        return plan;
    }

    Relations relations() {
        return relations;
    }

    SideAccess side(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    Map<Side, SideAccess> sides() {
        return sides;
    }

    /** Returns the stores in which a coordinator of this process meets the members. */
    SeveralStores stores(Coordination coordination) {
        List<MemberStore> stores = new ArrayList<>();
        sides.forEach((side, access) ->
                stores.add(new JdbcMemberStore(plan.migration(), side, coordination.source(access), access.dialect())));
        return new SeveralStores(stores);
    }

    Steps steps() {
        return steps;
    }

    Metrics metrics() {
        return metrics;
    }

    SqlAudit audit() {
        return audit;
    }

    StatementCatalog catalog() {
        return catalog;
    }

    Gate gate() {
        return gate;
    }

    OwnSessions sessions() {
        return sessions;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    FailureLog failures() {
        return failures;
    }

    JournalCleaner cleaner() {
        return cleaner;
    }

    JournalWatch journal() {
        return journal;
    }

    TableCounts tables() {
        return tables;
    }

    ShadowReader shadow() {
        return shadow;
    }

    DualCommit dualCommit() {
        return dualCommit;
    }

    /** Tells the listener, if there is one, of keys that both databases have committed. */
    void completed(List<DirtyKey> keys) {
        KeyListener listener = config.keyListener();
        if (listener == null) {
            return;
        }
        try {
            listener.completed(keys);
        } catch (RuntimeException e) {
            LOG.warn("The listener of completed keys failed", e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        gate.close();
        shadow.close();
        journal.close();
        commits.close();
        cleaner.close();
        connections.close();
        timer.shutdownNow();
    }
}
