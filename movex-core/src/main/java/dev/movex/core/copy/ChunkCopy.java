package dev.movex.core.copy;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.TableAccess;
import dev.movex.core.control.Authority;
import dev.movex.core.control.BaseChangedException;
import dev.movex.core.control.FencedException;
import dev.movex.core.copy.Chunk.Copied;
import dev.movex.core.dialect.BulkRefusedException;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.repair.KeyOutcome;
import dev.movex.core.repair.KeyRepair;
import dev.movex.core.repair.RepairResult;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one chunk over, whatever is in its way: a lock is tried again, a row that came in meanwhile turns the straight
 * copy into insert-if-absent, and rows that meet others by another unique key are cut out and left to the repairer. For
 * one thread at a time.
 */
final class ChunkCopy {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCopy.class);

    /** Up to this many rows a range with a conflict is repaired as a whole. */
    private static final int REPAIRED_ROWS = 200;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int KEYS_AT_ONCE = 500;

    private final Databases databases;
    private final PlannedTable table;
    private final Side base;
    private final KeyRepair repair;
    private final CopyOptions options;
    private final Pauser pauser;

    ChunkCopy(
            Databases databases, PlannedTable table, Side base, KeyRepair repair, CopyOptions options, Pauser pauser) {
        this.databases = databases;
        this.table = table;
        this.base = base;
        this.repair = repair;
        this.options = options;
        this.pauser = pauser;
    }

    /**
     * Copies the range.
     *
     * @param size about how many rows it has
     */
    Copied copy(ChunkWriter writer, KeyRange range, int size, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        CopyWay way = CopyWay.STRAIGHT;
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Authority used = BaseChangedException.check(authority.get(), base);
            try {
                return writer.copy(range, used, way);
            } catch (SQLException e) {
                writer.reset(gone(e));
                if (!worthAnotherTry(e, used, authority)) {
                    way = otherWay(way, e);
                    if (way == CopyWay.REPAIRED) {
                        return databases.dialect(base.other()).valueRefused(e)
                                ? byKeys(range, authority)
                                : split(writer, range, size, authority);
                    }
                    continue;
                }
                if (attempt >= options.attempts()) {
                    throw e;
                }
            } catch (RuntimeException | InterruptedException e) {
                writer.reset(false);
                throw e;
            }
            pauser.pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    /** Rows that a bulk protocol does not take go one by one: they get in, or the error says what is wrong with them. */
    private CopyWay otherWay(CopyWay way, SQLException error) throws SQLException {
        if (error instanceof FencedException) {
            throw error;
        }
        if (databases.dialect(base.other()).uniqueViolation(error)) {
            return way == CopyWay.STRAIGHT ? CopyWay.ABSENT : CopyWay.REPAIRED;
        }
        if (way == CopyWay.ROWS) {
            if (databases.dialect(base.other()).valueRefused(error)) {
                return CopyWay.REPAIRED;
            }
            throw error;
        }
        LOG.debug(
                "a chunk of {} goes row by row: {}",
                table.name(),
                error instanceof BulkRefusedException
                        ? error.getMessage()
                        : databases.dialect(base.other()).describe(error));
        return CopyWay.ROWS;
    }

    private boolean gone(SQLException error) {
        return databases.dialect(base).connectionFailure(error)
                || databases.dialect(base.other()).connectionFailure(error);
    }

    private boolean worthAnotherTry(SQLException error, Authority used, Supplier<Authority> authority) {
        if (error instanceof FencedException) {
            return !authority.get().equals(used);
        }
        return gone(error)
                || databases.dialect(base.other()).transientFailure(error)
                || databases.dialect(base).transientFailure(error);
    }

    /** Halves the range until what is in the way is among few rows, which are repaired. */
    private Copied split(ChunkWriter writer, KeyRange range, int size, Supplier<Authority> authority)
            throws SQLException, InterruptedException {
        try (Connection connection = databases.connect(base)) {
            TableAccess source = databases.table(table, base);
            for (int half = size / 2; half >= REPAIRED_ROWS / 2; half /= 2) {
                Optional<RowKey> middle =
                        source.boundary(connection, range, half).filter(key -> !key.equals(range.upTo()));
                if (middle.isPresent()) {
                    return copy(writer, new KeyRange(range.after(), middle.get()), half, authority)
                            .plus(copy(writer, new KeyRange(middle.get(), range.upTo()), half, authority));
                }
            }
        }
        return byKeys(range, authority);
    }

    /**
     * Repairs the rows of a range one by one.
     *
     * @throws MovexException with code {@code VALUE_REFUSED} and the key of a row that the other side does not take
     */
    private Copied byKeys(KeyRange range, Supplier<Authority> authority) throws SQLException, InterruptedException {
        List<DirtyKey> dirty = new ArrayList<>();
        try (Connection connection = databases.connect(base)) {
            databases
                    .rows(table, base)
                    .read(
                            connection,
                            range,
                            page -> page.forEach(row -> dirty.add(new DirtyKey(table.name(), row.key()))));
        }
        long changed = 0;
        for (int from = 0; from < dirty.size(); from += KEYS_AT_ONCE) {
            List<DirtyKey> some = dirty.subList(from, Math.min(dirty.size(), from + KEYS_AT_ONCE));
            RepairResult result = repair.repair(some, () -> BaseChangedException.check(authority.get(), base));
            List<DirtyKey> refused = some.stream()
                    .filter(key -> result.outcome(key).valueRefused())
                    .toList();
            if (!refused.isEmpty()) {
                throw refused(refused, result.outcome(refused.get(0)));
            }
            changed += result.changed();
        }
        return new Copied(changed, 0, CopyWay.REPAIRED, 0);
    }

    private MovexException refused(List<DirtyKey> keys, KeyOutcome first) {
        return new MovexException(
                "VALUE_REFUSED",
                "The " + base.other().label() + " does not take the row with the key "
                        + keys.get(0).key().values() + " of " + table.name() + more(keys.size() - 1) + ". "
                        + first.reason(),
                "Mend the rows, or say in a mapping of the table how their values are told (docs/mapping.md); then start the"
                        + " copy again, it goes on where it ended.");
    }

    private static String more(int others) {
        return others == 0 ? "" : ", nor " + others + " more beside it";
    }
}
