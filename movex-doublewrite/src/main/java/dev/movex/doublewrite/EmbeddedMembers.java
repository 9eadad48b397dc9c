package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.AuditReport;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.control.MemberHealth;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.control.OpenTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The member of this process alone, for a coordinator that lives in it. Thread-safe. */
final class EmbeddedMembers implements MemberGroup {
    private final MovexDataSource dataSource;
    private final CircuitBreaker breaker;

    EmbeddedMembers(MovexDataSource dataSource, CircuitBreaker breaker) {
        this.dataSource = dataSource;
        this.breaker = breaker;
    }

    @Override
    public List<MemberInfo> members() {
        MovexMember member = dataSource.member();
        Assignment assignment = member.assignment();
        return List.of(new MemberInfo(
                member.id(),
                assignment.pattern(),
                assignment.epoch(),
                false,
                Duration.ZERO,
                member.openTransactions(),
                health()));
    }

    /** Does not try the connections: whoever wants to know asks by {@link #reach}. */
    private MemberHealth health() {
        JournalWatch journal = dataSource.journal();
        return new MemberHealth(
                breaker.state().name().toLowerCase(Locale.ROOT), journal.rows(), journal.ageMillis(), Map.of());
    }

    @Override
    public List<String> hold(String change, long epoch, Duration atMost) {
        dataSource.member().hold(atMost);
        return List.of();
    }

    @Override
    public void adopt(String change, Assignment assignment) {
        dataSource.member().adopt(assignment);
    }

    @Override
    public List<String> awaitDrained(long beforeEpoch, Duration atMost) throws InterruptedException {
        MovexMember member = dataSource.member();
        if (member.awaitDrained(beforeEpoch, atMost)) {
            return List.of();
        }
        return member.openTransactions().stream()
                .filter(t -> t.epoch() < beforeEpoch)
                .map(OpenTransaction::toWords)
                .toList();
    }

    @Override
    public Set<Long> sessions(Side side) {
        return dataSource.sessions(side);
    }

    @Override
    public Set<String> acknowledged(long beforeEpoch) {
        return Set.of(dataSource.member().id());
    }

    @Override
    public List<String> deniedStatements() {
        return dataSource.audit().denied().stream()
                .map(entry -> entry.sql() + " (" + entry.reason() + ")")
                .toList();
    }

    @Override
    public int auditedStatements() {
        return dataSource.audit().entries().size();
    }

    @Override
    public boolean journaling() {
        return dataSource.journaling();
    }

    @Override
    public AuditReport audit() {
        return dataSource.audit().report();
    }

    @Override
    public Map<String, Object> metrics() {
        Map<String, Object> metrics = new TreeMap<>();
        dataSource
                .metrics()
                .forEach((metric, value) -> metrics.put(metric.name().toLowerCase(Locale.ROOT), value));
        metrics.put("tables", dataSource.tables());
        metrics.put("pools", dataSource.pools());
        health().addTo(metrics);
        metrics.put("sql_shares", dataSource.audit().shares());
        return metrics;
    }

    @Override
    public String reach(Side side) {
        String wrong = dataSource.reach(side);
        return wrong.isEmpty() ? "ok" : "the application's pool: " + wrong;
    }

    @Override
    public boolean breakerOpen() {
        return breaker.state() != BreakerState.CLOSED;
    }

    @Override
    public boolean needsApplier() {
        return dataSource.ack() == Ack.JOURNAL;
    }

    @Override
    public double lastHoldMillis() {
        return dataSource.member().longestWait().toNanos() / 1e6;
    }
}
