package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.FencedException;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.MemberState;
import dev.movex.core.member.JdbcMemberStore;
import dev.movex.core.member.MemberDescription;
import dev.movex.core.member.MemberEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes part in a migration for this process: keeps it registered and its lease renewed, hands instructions to the gate,
 * and reports what the gate has taken. What follows from what, the gate's protocol says. Thread-safe.
 */
final class MemberAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberAgent.class);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration FAST_POLL = Duration.ofMillis(25);
    private static final Duration TELLS_BLOCKERS = Duration.ofMillis(100);
    private static final int DESCRIBED_EVERY = 3;

    private final String id;
    private final Gate gate;
    private final OwnSessions sessions;
    private final Coordination how;
    private final Runnable onHold;
    private final Supplier<MemberDescription> describes;
    private final List<MemberChannel> channels = new ArrayList<>();
    private final Map<Side, Seen> seen = new EnumMap<>(Side.class);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Threads.named("member-clock"));
    private final ExecutorService describer = Executors.newSingleThreadExecutor(Threads.named("member-describer"));
    private final ExecutorService reporter = Executors.newSingleThreadExecutor(Threads.named("member-reporter"));
    private final AtomicBoolean describing = new AtomicBoolean();
    private final AtomicBoolean pollingFast = new AtomicBoolean();
    private volatile boolean closed;
    private long sequence;
    private long ticks;

    /**
     * What was read of a side.
     *
     * @param row its row; null if the migration is not installed there
     * @param sent when the registration was sent that came before the reading
     */
    record Seen(@Nullable ControlRow row, long sent) {}

    /** What the agent serves. */
    record Served(String id, Gate gate, OwnSessions sessions, Runnable onHold, Supplier<MemberDescription> describes) {}

    MemberAgent(Served served, Coordination how) {
        this.id = served.id();
        this.gate = served.gate();
        this.sessions = served.sessions();
        this.onHold = served.onHold();
        this.describes = served.describes();
        this.how = how;
    }

    /** Begins to take part; the first transaction waits until the group is known. */
    void start(String migration, Map<Side, SideAccess> sides) {
        sides.forEach((side, access) -> channels.add(
                new MemberChannel(this, new JdbcMemberStore(migration, side, how.source(access), access.dialect()))));
        how.stores().forEach(store -> channels.add(new MemberChannel(this, store)));
        gate.needLease(how.whenOver(), how.patience(), this::renew);
        sessions.announceBy(this::announce);
        channels.forEach(MemberChannel::watch);
        clock.scheduleWithFixedDelay(this::tick, 0, how.renewal().toMillis(), TimeUnit.MILLISECONDS);
        reporter.execute(this::report);
    }

    String id() {
        return id;
    }

    /** Returns the ids of the sessions that this process has on a side. */
    Set<Long> sessions(Side side) {
        return sessions.ids(side);
    }

    private boolean announce(Side side, long epoch) throws SQLException {
        for (MemberChannel channel : channels) {
            if (channel.store() instanceof JdbcMemberStore jdbc && jdbc.side() == side) {
                Optional<ControlRow> row = channel.announce(jdbc, how.patience());
                if (row.isPresent() && row.get().epoch() > epoch) {
                    throw new FencedException(side, epoch);
                }
                return row.isPresent();
            }
        }
        return false;
    }

    private void tick() {
        renew();
        if (ticks++ % DESCRIBED_EVERY == 0) {
            describe();
        }
    }

    private void renew() {
        channels.forEach(MemberChannel::renew);
    }

    private void describe() {
        if (!describing.compareAndSet(false, true) || closed) {
            return;
        }
        describer.execute(() -> {
            describing.set(false);
            try {
                String json = describes.get().toJson();
                channels.forEach(channel -> channel.describe(json));
            } catch (RuntimeException e) {
                LOG.debug("the member could not be described: {}", e.toString());
            }
        });
    }

    /** Returns the registration as of now. */
    synchronized MemberEntry entry() {
        return MemberEntry.of(gate.report(id), gate.assignment().pattern(), ++sequence, how.lease());
    }

    long now() {
        return gate.now();
    }

    /** Takes note of what a side shows, and of the lease that follows from it. */
    synchronized void seen(Side side, @Nullable ControlRow row, long sent) {
        seen.put(side, new Seen(row, sent));
        if (row == null) {
            Side primary = gate.assignment().pattern().primary();
            if (side == primary) {
                gate.uninstalled(sent + how.lease().toNanos());
            }
        } else if (row.open()) {
            gate.renewed(
                    side == Side.SRC ? row : null,
                    side == Side.DST ? row : null,
                    sent + how.lease().toNanos());
        } else {
            bothClosed();
        }
    }

    private void bothClosed() {
        Seen src = seen.get(Side.SRC);
        Seen dst = seen.get(Side.DST);
        if (src != null && dst != null && src.row() != null && dst.row() != null) {
            long until = Math.min(src.sent(), dst.sent()) + how.lease().toNanos();
            if (until > gate.now() && !src.row().open() && !dst.row().open()) {
                gate.renewed(src.row(), dst.row(), until);
            }
        }
    }

    void told(Instruction instruction) {
        boolean news = instruction.number() > gate.state().number();
        gate.told(instruction);
        if (news && instruction instanceof Instruction.Hold) {
            onHold.run();
        }
        if (changeIsNear(instruction) && pollingFast.compareAndSet(false, true)) {
            pollFast(gate.now() + how.lease().toNanos());
        }
    }

    private boolean changeIsNear(Instruction newest) {
        boolean begun = newest instanceof Instruction.Prepare || newest instanceof Instruction.Hold;
        return begun && newest.epoch() > gate.assignment().epoch();
    }

    /** Pushes may be lost, and some stores have none: while a change is near the stores are asked all the time. */
    private void pollFast(long until) {
        if (closed) {
            return;
        }
        channels.forEach(MemberChannel::listen);
        MemberState state = gate.state();
        boolean goesOn = gate.now() < until || state.held(gate.now());
        if (goesOn) {
            clock.schedule(() -> pollFast(until), FAST_POLL.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            pollingFast.set(false);
        }
    }

    private void report() {
        try {
            while (!closed) {
                MemberReport report = gate.awaitReport(id, LONG);
                channels.forEach(MemberChannel::report);
                if (report.oldestOpen() < gate.target()) {
                    clock.schedule(this::describeBlockers, TELLS_BLOCKERS.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void describeBlockers() {
        if (gate.report(id).oldestOpen() < gate.target()) {
            describe();
        }
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        describer.shutdownNow();
        reporter.shutdownNow();
        channels.forEach(channel -> channel.close(id));
    }
}
