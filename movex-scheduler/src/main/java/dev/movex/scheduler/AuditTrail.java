package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Intent;
import dev.movex.core.dialect.ControlSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what to the migration, and why. A move's entry is written in the transaction that makes the move, in the database
 * whose control row decides it, so that neither is ever there without the other. Each database has a chain of its own, whose
 * entries name the last one of the other chain that was known: to rewrite the past, both databases would have to be rewritten.
 * Thread-safe.
 */
final class AuditTrail implements JdbcControlStore.Companion {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    static final String KIND = "audit";
    static final String HEAD = "head";

    private final String migration;
    private final Databases databases;
    private final Clock clock;
    private final Map<Side, AuditAnchor> known = new ConcurrentHashMap<>();
    private final List<Consumer<AuditEntry>> listeners = new CopyOnWriteArrayList<>();
    private volatile Asked asked = Asked.BY_NOBODY;

    AuditTrail(String migration, Databases databases, Clock clock) {
        this.migration = migration;
        this.databases = databases;
        this.clock = clock;
    }

    /** The listener hears of every entry that this process has written, after its commit; it must not block. */
    void listen(Consumer<AuditEntry> listener) {
        listeners.add(listener);
    }

    void tell(AuditEntry entry) {
        listeners.forEach(listener -> listener.accept(entry));
    }

    @Override
    public void installed(Connection connection, Side side) throws SQLException {
        if (head(connection, side) == null) {
            append(
                    connection,
                    side,
                    new AuditEntry(
                            AuditEntry.MOVE,
                            clock.instant(),
                            asked.who(),
                            asked.why(),
                            MigrationState.INITIAL,
                            MigrationState.SRC_ONLY,
                            1,
                            asked.override(),
                            asked.gates(),
                            null));
        }
    }

    /** Says who asks for the installation, which no intent tells. */
    void installationAskedBy(Asked by) {
        asked = by;
    }

    /** The state is what the open row says: when that becomes another one, the move is made. */
    @Override
    public void replaced(Connection connection, ControlRow before, ControlRow after) throws SQLException {
        Intent intent = before.intent();
        if (!after.open() || after.state() == before.state()) {
            return;
        }
        Asked by = intent == null ? Asked.BY_NOBODY : Asked.ofNote(intent);
        append(
                connection,
                after.side(),
                new AuditEntry(
                        AuditEntry.MOVE,
                        clock.instant(),
                        by.who(),
                        by.why(),
                        before.state(),
                        after.state(),
                        after.epoch(),
                        by.override(),
                        by.gates(),
                        known.get(after.side().other())));
    }

    /** Appends in the caller's transaction. Whoever else appends on the side waits until it ends. */
    AuditLink append(Connection connection, Side side, AuditEntry entry) throws SQLException {
        AuditLink head = head(connection, side);
        String text = entry.toJson();
        AuditLink link = head == null ? AuditLink.first(text) : head.next(text);
        ControlSql sql = databases.dialect(side).control();
        update(connection, sql.appendLog(), migration, KIND, link.toJson());
        update(connection, sql.putRecord(), migration, KIND, HEAD, link.toJson());
        return link;
    }

    private @Nullable AuditLink head(Connection connection, Side side) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(databases.dialect(side).control().lockRecord())) {
            statement.setString(1, migration);
            statement.setString(2, KIND);
            statement.setString(3, HEAD);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? AuditLink.ofJson(row.getString(1)) : null;
            }
        }
    }

    private static void update(Connection connection, String text, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Appends in a transaction of its own: in the target, or in the source where the target does not answer. */
    void note(AuditEntry entry) {
        for (Side side : new Side[] {Side.DST, Side.SRC}) {
            if (note(side, entry)) {
                tell(entry);
                return;
            }
        }
        LOG.warn("could not be written to the audit trail: {} by {}", entry.what(), entry.who());
        tell(entry);
    }

    private boolean note(Side side, AuditEntry entry) {
        try {
            AuditEntry seeing = entry.seeing(known.get(side.other()));
            AuditLink link = Transactions.in(databases, side, connection -> append(connection, side, seeing));
            known.put(side, link.anchor());
            return true;
        } catch (SQLException e) {
            LOG.debug("the audit trail of the {} can't be written", side.label(), e);
            return false;
        }
    }

    /** Lets both databases have seen the last move. */
    void witness(AuditEntry move) {
        look();
        for (Side side : Side.values()) {
            AuditEntry witness = new AuditEntry(
                    AuditEntry.WITNESS,
                    clock.instant(),
                    move.who(),
                    move.why(),
                    move.from(),
                    move.to(),
                    move.epoch(),
                    move.override(),
                    List.of(),
                    null);
            note(side, witness);
        }
    }

    /** Reads how far both chains are, for what the next entries say of the other side. */
    void look() {
        for (Side side : Side.values()) {
            try {
                String head = new Records(migration, databases, side).read(KIND).get(HEAD);
                if (head != null) {
                    known.put(side, AuditLink.ofJson(head).anchor());
                }
            } catch (SQLException e) {
                LOG.debug("the audit trail of the {} can't be read", side.label(), e);
            }
        }
    }

    /** Reads the chain of a side. */
    List<AuditLink> links(Side side) throws SQLException {
        return new Records(migration, databases, side)
                .log(KIND).stream().map(AuditLink::ofJson).toList();
    }

    /** Reads all entries but the witnesses, the oldest first; of a side that does not answer, none. */
    List<AuditEntry> entries() {
        List<AuditEntry> entries = new ArrayList<>();
        for (Side side : Side.values()) {
            try {
                links(side).stream()
                        .map(AuditLink::entry)
                        .filter(entry -> !entry.what().equals(AuditEntry.WITNESS))
                        .forEach(entries::add);
            } catch (SQLException e) {
                LOG.warn("the audit trail of the {} can't be read (SQLState {})", side.label(), e.getSQLState());
            }
        }
        entries.sort(Comparator.comparing(AuditEntry::at));
        return entries;
    }

    /** Returns the moves, the oldest first. */
    List<AuditEntry> moves() {
        return entries().stream().filter(AuditEntry::move).toList();
    }

    /** Returns when the way back to the source was rehearsed. */
    List<Instant> rehearsed() {
        return entries().stream()
                .filter(entry -> entry.what().equals(AuditEntry.REHEARSAL) && entry.to() == MigrationState.SRC_FIRST)
                .map(AuditEntry::at)
                .toList();
    }

    /** Looks whether both chains are whole, agree with each other, and with the control row. */
    AuditVerdict verify(@Nullable ControlRow open) throws SQLException {
        Map<Side, List<AuditLink>> chains = new EnumMap<>(Side.class);
        Map<Side, AuditLink> heads = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            chains.put(side, links(side));
            String head = new Records(migration, databases, side).read(KIND).get(HEAD);
            if (head != null) {
                heads.put(side, AuditLink.ofJson(head));
            }
        }
        return new AuditCheck(chains, heads, open).verdict();
    }
}
