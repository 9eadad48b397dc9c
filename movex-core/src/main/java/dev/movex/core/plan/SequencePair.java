package dev.movex.core.plan;

import dev.movex.core.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Two sequences that count for the same keys: of one name in any case, in schemas whose tables are moved to each other or in
 * schemas of one name that have no tables, in the same direction. Where both belong to columns they are counters of these and no pair.
 *
 * @param src the source's
 * @param dst the target's
 */
public record SequencePair(Sequence src, Sequence dst) {

    /** Finds all pairs. */
    public static List<SequencePair> of(List<PlannedTable> tables, List<Sequence> src, List<Sequence> dst) {
        List<SequencePair> pairs = new ArrayList<>();
        for (Sequence one : src) {
            dst.stream()
                    .filter(other -> meet(tables, one, other) && !(one.owned() && other.owned()))
                    .forEach(other -> pairs.add(new SequencePair(one, other)));
        }
        return pairs;
    }

    /** Returns the schemas of a side's planned tables. */
    public static List<String> schemas(List<PlannedTable> tables, Side side) {
        return tables.stream()
                .map(table -> table.on(side).name().schema())
                .distinct()
                .toList();
    }

    /** Returns the names of a side's sequences that belong to no column and are in no pair. */
    static List<TableName> alone(List<SequencePair> pairs, List<Sequence> sequences, Side side) {
        Predicate<Sequence> paired = sequence -> pairs.stream().anyMatch(pair -> sequence.equals(pair.on(side)));
        return sequences.stream()
                .filter(sequence -> !sequence.owned() && !paired.test(sequence))
                .map(Sequence::name)
                .toList();
    }

    private static boolean meet(List<PlannedTable> tables, Sequence src, Sequence dst) {
        return src.name().name().equalsIgnoreCase(dst.name().name())
                && src.ascends() == dst.ascends()
                && (elsewhere(tables, src, Side.SRC)
                                && src.name().schema().equals(dst.name().schema())
                        || moved(tables, src, dst));
    }

    /** Returns whether a sequence is in a schema of which no table is moved. */
    private static boolean elsewhere(List<PlannedTable> tables, Sequence sequence, Side side) {
        return !schemas(tables, side).contains(sequence.name().schema());
    }

    private static boolean moved(List<PlannedTable> tables, Sequence src, Sequence dst) {
        return tables.stream()
                .anyMatch(table -> table.src().name().schema().equals(src.name().schema())
                        && table.dst().name().schema().equals(dst.name().schema()));
    }

    /** Returns the sequence of a side. */
    public Sequence on(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /**
     * Returns the value that a side's sequence has to have given out so that none of its next ones has been in use on
     * the other side. Who takes keys in blocks counts an increment as a block, hence the room is one of blocks.
     *
     * @param side the side to raise
     * @param given the value that the other side gave out last
     * @param headroom how many blocks to leave out; a single one where the sequence would end before that
     */
    public long beyond(Side side, long given, long headroom) {
        Sequence raised = on(side);
        BigInteger size = BigInteger.valueOf(src.increment())
                .abs()
                .max(BigInteger.valueOf(dst.increment()).abs());
        BigInteger block = raised.ascends() ? size : size.negate();
        BigInteger last = BigInteger.valueOf(given);
        BigInteger far = last.add(block.multiply(BigInteger.valueOf(Math.max(1, headroom))));
        return raised.within(raised.holds(far) ? far : last.add(block)).longValueExact();
    }
}
