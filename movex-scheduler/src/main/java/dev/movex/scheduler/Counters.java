package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.SequencePair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the counters (identities, sequences) of one side above those of the other. */
final class Counters {
    private final Plan plan;
    private final Databases databases;
    private final long headroom;

    Counters(Plan plan, Databases databases, long headroom) {
        this.plan = plan;
        this.databases = databases;
        this.headroom = headroom;
    }

    /** Raises every counter of the given side. Raising twice does no harm: a counter is never lowered. */
    void raise(Side side) throws SQLException {
        for (PlannedTable table : plan.tables()) {
            for (Column column : table.on(side.other()).columns()) {
                if (column.counted()) {
                    raise(side, table, column);
                }
            }
        }
        for (SequencePair pair : SequencePair.of(plan.tables(), sequences(Side.SRC), sequences(Side.DST))) {
            raise(side, pair);
        }
    }

    /** Returns where the counters stand that are raised; those that have given nothing out, or have no partner, are left out. */
    List<CounterState> states(Side primary) throws SQLException {
        List<CounterState> states = new ArrayList<>();
        for (PlannedTable table : plan.tables()) {
            for (Column column : table.on(Side.SRC).columns()) {
                Optional<Column> partner = partner(Side.DST, table, column);
                if (column.counted() && partner.isPresent()) {
                    Optional<Long> source = read(Side.SRC, table, column);
                    Optional<Long> target = read(Side.DST, table, partner.get());
                    if (source.isPresent() && target.isPresent()) {
                        states.add(state(
                                table.name() + "." + column.name(),
                                source.get(),
                                target.get(),
                                primary == Side.SRC,
                                1));
                    }
                }
            }
        }
        for (SequencePair pair : SequencePair.of(plan.tables(), sequences(Side.SRC), sequences(Side.DST))) {
            // who counts down is ahead where the value is lower
            boolean up = pair.src().ascends() == (primary == Side.SRC);
            long block = Math.max(
                    Math.abs(pair.src().increment()), Math.abs(pair.dst().increment()));
            states.add(state(pair.src().name().toString(), last(Side.SRC, pair), last(Side.DST, pair), up, block));
        }
        return states;
    }

    private CounterState state(String counter, long source, long target, boolean up, long block) {
        return new CounterState(counter, source, target, up ? target - source : source - target, headroom * block);
    }

    private Optional<Long> read(Side side, PlannedTable table, Column column) throws SQLException {
        return Transactions.in(databases, side, c -> databases.dialect(side).readCounter(c, table.on(side), column));
    }

    private long last(Side side, SequencePair pair) throws SQLException {
        return Transactions.in(databases, side, c -> databases.dialect(side).lastOfSequence(c, pair.on(side)));
    }

    private List<Sequence> sequences(Side side) throws SQLException {
        return Transactions.in(
                databases,
                side,
                c -> databases.dialect(side).readSequences(c, SequencePair.schemas(plan.tables(), side)));
    }

    private void raise(Side side, SequencePair pair) throws SQLException {
        long given = last(side.other(), pair);
        Transactions.in(databases, side, c -> {
            databases.dialect(side).raiseSequence(c, pair.on(side), pair.beyond(side, given, headroom));
            return true;
        });
    }

    private void raise(Side side, PlannedTable table, Column column) throws SQLException {
        Optional<Long> given = read(side.other(), table, column);
        Optional<Column> raised = partner(side, table, column);
        if (given.isPresent() && raised.isPresent()) {
            Transactions.in(databases, side, c -> {
                long greatest = databases.dialect(side).greatestOfCounter(c, table.on(side), raised.get());
                databases.dialect(side).raiseCounter(c, table.on(side), raised.get(), beyond(given.get(), greatest));
                return true;
            });
        }
    }

    /** A counter that would end before that leaves out a single value. */
    private long beyond(long given, long greatest) {
        return given <= greatest - headroom ? given + headroom : Math.min(given + 1, greatest);
    }

    /** Returns the column of a side that takes the values of a column of the other one. */
    private static Optional<Column> partner(Side side, PlannedTable table, Column column) {
        int place = table.namesOn(side.other()).indexOf(column.name());
        return place < 0
                ? Optional.empty()
                : table.on(side).find(table.namesOn(side).get(place));
    }
}
