package dev.movex.core.member;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.AuditReport;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.control.MemberHealth;
import dev.movex.core.control.MemberInfo;
import dev.movex.core.control.MemberProtocol;
import dev.movex.core.control.MemberReport;
import dev.movex.core.control.OpenTransaction;
import dev.movex.core.dialect.Push;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a migration in other processes, told and counted by a {@link MemberStore}. Thread-safe; one change at a
 * time.
 */
public final class RemoteMembers implements MemberGroup, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteMembers.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration ACTS = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 5;
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final MemberStore store;
    private final String self;
    private final Bell bell = new Bell();
    private final Optional<AutoCloseable> watch;
    private volatile long posted;

    /**
     * Takes over the store: closing this closes it.
     *
     * @param self the name of this process among coordinators
     */
    public RemoteMembers(MemberStore store, String self) {
        this.store = store;
        this.self = self;
        this.watch = store.watch(Push.Topic.MEMBERS, bell::ring);
    }

    /** Returns the members of a migration that meet in its databases, for a coordinator that is no member. */
    public static RemoteMembers of(String migration, Databases databases) {
        return of(migration, databases, ownName());
    }

    /** As the other method, for a coordinator with a name of its own. */
    public static RemoteMembers of(String migration, Databases databases, String self) {
        return new RemoteMembers(
                new SeveralStores(Arrays.stream(Side.values())
                        .map(side -> new JdbcMemberStore(
                                migration, side, databases.dataSource(side), databases.dialect(side)))
                        .toList()),
                self);
    }

    private static String ownName() {
        ProcessHandle process = ProcessHandle.current();
        String began =
                process.info().startInstant().map(i -> "-" + i.toEpochMilli()).orElse("");
        return "coordinator-" + process.pid() + began;
    }

    @Override
    public Optional<String> standForElection() throws SQLException {
        return store.elect(self, ACTS)
                ? Optional.empty()
                : Optional.of(store.acting().orElse("another process"));
    }

    @Override
    public List<MemberInfo> members() {
        try {
            Map<String, String> descriptions = store.descriptions();
            return registered().stream()
                    .map(found -> info(found, descriptions.get(found.entry().member())))
                    .toList();
        } catch (SQLException e) {
            LOG.warn("the members could not be read: {}", e.toString());
            return List.of();
        }
    }

    private static MemberInfo info(MemberEntry.Stored found, @Nullable String description) {
        MemberDescription told = description == null ? null : MemberDescription.ofJson(description);
        MemberEntry entry = found.entry();
        return new MemberInfo(
                entry.member(),
                entry.pattern(),
                entry.epoch(),
                found.gone(),
                found.age(),
                told == null ? List.of() : told.open(),
                told == null ? MemberHealth.UNKNOWN : MemberHealth.of(told.metrics(), told.reach()));
    }

    /** Forgets those that have been gone for long. */
    private List<MemberEntry.Stored> registered() throws SQLException {
        List<MemberEntry.Stored> all = store.members();
        for (MemberEntry.Stored found : all) {
            if (found.gone() && found.age().compareTo(FORGOTTEN) > 0) {
                store.remove(found.entry().member());
            }
        }
        return all;
    }

    @Override
    public List<String> hold(String change, long epoch, Duration atMost) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        // whoever does not listen is found before anybody has to wait
        post(number -> new Instruction.Prepare(number, change, epoch));
        List<String> deaf = await(0, deadline - atMost.toNanos() / 2);
        if (deaf.isEmpty()) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            post(number -> new Instruction.Hold(number, change, epoch, left));
        }
        return deaf;
    }

    @Override
    public void adopt(String change, Assignment assignment) throws SQLException {
        post(number -> new Instruction.Adopt(number, change, assignment));
    }

    /** Posts an instruction with the next number; tries again if another coordinator was faster. */
    private void post(LongFunction<Instruction> make) throws SQLException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Instruction next = make.apply(posted + 1);
            if (posted > 0 && store.post(next)) {
                posted = next.number();
                return;
            }
            posted = Math.max(
                    Math.max(1, posted + 1),
                    store.instruction().map(Instruction::number).orElse(0L));
        }
        throw new SQLException("Movex: another coordinator tells the members something else all the time.", "40001");
    }

    @Override
    public List<String> awaitDrained(long beforeEpoch, Duration atMost) throws SQLException, InterruptedException {
        return await(beforeEpoch, System.nanoTime() + atMost.toNanos());
    }

    @Override
    public Set<String> acknowledged(long beforeEpoch) throws SQLException {
        return registered().stream()
                .map(MemberEntry.Stored::report)
                .filter(report -> report.adopted(posted, beforeEpoch))
                .map(MemberReport::member)
                .collect(Collectors.toSet());
    }

    private List<String> await(long beforeEpoch, long deadline) throws SQLException, InterruptedException {
        while (true) {
            long seen = bell.count();
            List<MemberReport> reports =
                    registered().stream().map(MemberEntry.Stored::report).toList();
            List<MemberReport> awaited = MemberProtocol.awaited(reports, posted, beforeEpoch);
            if (awaited.isEmpty()) {
                return List.of();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return blockers(awaited, beforeEpoch);
            }
            bell.await(seen, Math.min(left, POLL.toNanos()));
        }
    }

    private List<String> blockers(List<MemberReport> awaited, long beforeEpoch) throws SQLException {
        Map<String, MemberDescription> told = described();
        List<String> blockers = new ArrayList<>();
        for (MemberReport report : awaited) {
            MemberDescription description = told.get(report.member());
            List<OpenTransaction> open = description == null
                    ? List.of()
                    : description.open().stream()
                            .filter(t -> t.epoch() < beforeEpoch)
                            .toList();
            if (report.number() < posted) {
                blockers.add("member " + report.member() + " does not answer");
            } else if (open.isEmpty()) {
                blockers.add("member " + report.member() + " has transactions open");
            }
            open.stream().map(OpenTransaction::toWords).forEach(blockers::add);
        }
        return blockers;
    }

    private Map<String, MemberDescription> described() throws SQLException {
        Map<String, MemberDescription> all = new TreeMap<>();
        Map<String, String> descriptions = store.descriptions();
        for (MemberEntry.Stored found : store.members()) {
            String description = descriptions.get(found.entry().member());
            if (!found.gone() && description != null) {
                all.put(found.entry().member(), MemberDescription.ofJson(description));
            }
        }
        return all;
    }

    /** Returns what the members that are there tell about themselves, by their names; asks the store. */
    public Map<String, MemberDescription> descriptions() {
        try {
            return described();
        } catch (SQLException e) {
            LOG.warn("the members could not be read: {}", e.toString());
            return Map.of();
        }
    }

    private Collection<MemberDescription> known() {
        return descriptions().values();
    }

    private boolean any(Predicate<MemberDescription> what) {
        return known().stream().anyMatch(what);
    }

    private double greatest(ToDoubleFunction<MemberDescription> what) {
        return known().stream().mapToDouble(what).max().orElse(0);
    }

    @Override
    public List<String> deniedStatements() {
        return known().stream().flatMap(d -> d.denied().stream()).distinct().toList();
    }

    @Override
    public int auditedStatements() {
        return (int) greatest(MemberDescription::audited);
    }

    @Override
    public boolean journaling() {
        return !any(d -> !d.journaling());
    }

    @Override
    public AuditReport audit() {
        return AuditReports.together(
                known().stream().map(MemberDescription::audit).toList());
    }

    @Override
    public Map<String, Object> metrics() {
        Map<String, Object> metrics = new TreeMap<>();
        descriptions().forEach((member, description) -> metrics.put(member, description.metrics()));
        return metrics;
    }

    @Override
    public String reach(Side side) {
        String key = side.name().toLowerCase(Locale.ROOT);
        return descriptions().entrySet().stream()
                .filter(e -> !"ok".equals(e.getValue().reach().get(key)))
                .findFirst()
                .map(e -> "member " + e.getKey() + ": "
                        + Objects.requireNonNullElse(e.getValue().reach().get(key), "not known"))
                .orElse("ok");
    }

    @Override
    public boolean breakerOpen() {
        return any(MemberDescription::breakerOpen);
    }

    @Override
    public boolean needsApplier() {
        return any(MemberDescription::needsApplier);
    }

    @Override
    public double lastHoldMillis() {
        return greatest(MemberDescription::lastHoldMillis);
    }

    @Override
    public void close() {
        try {
            if (watch.isPresent()) {
                watch.get().close();
            }
        } catch (Exception e) {
            LOG.debug("the watch did not end well: {}", e.toString());
        }
        store.close();
    }
}
