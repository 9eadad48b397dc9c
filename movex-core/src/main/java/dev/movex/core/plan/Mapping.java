package dev.movex.core.plan;

import dev.movex.core.Side;
import java.util.List;
import java.util.Map;

/**
 * In what the two sides of a planned table are not each other's image. Immutable.
 *
 * @param dstColumns the target's names of the moved columns, in plan order; empty where they are the source's
 * @param conversions how each moved column's values are told in another way on the target, in plan order; empty where none
 *     is
 * @param zeroDates how dates of MySQL or MariaDB that no calendar has are told, by the moved column's name in the plan: as
 *     this canonical text, or as NULL where it is empty; of a column that is not named they travel as they are
 * @param src what is particular to the source
 * @param dst what is particular to the target
 */
public record Mapping(
        List<String> dstColumns,
        List<Conversion> conversions,
        Map<String, String> zeroDates,
        OneSide src,
        OneSide dst) {
    /** Both sides are alike. */
    public static final Mapping NONE = new Mapping(List.of(), List.of(), Map.of(), OneSide.NONE, OneSide.NONE);

    public Mapping {
        dstColumns = List.copyOf(dstColumns);
        conversions = List.copyOf(conversions);
        zeroDates = Map.copyOf(zeroDates);
    }

    /** A mapping that says nothing of dates that no calendar has. */
    public Mapping(List<String> dstColumns, List<Conversion> conversions, OneSide src, OneSide dst) {
        this(dstColumns, conversions, Map.of(), src, dst);
    }

    /**
     * What is particular to one side. Column names are the side's own.
     *
     * @param conditions the rows that belong to the planned table meet all of them; no statement of Movex reads, writes or
     *     deletes another row of the side on the planned table's behalf
     * @param constants the columns that take a fixed value when a row is inserted, with its canonical text; they are not
     *     compared. Those of the primary key are conditions too
     */
    public record OneSide(List<RowCondition> conditions, Map<String, String> constants) {
        /** Nothing. */
        public static final OneSide NONE = new OneSide(List.of(), Map.of());

        public OneSide {
            conditions = List.copyOf(conditions);
            constants = Map.copyOf(constants);
        }
    }

    /** Returns what is particular to a side. */
    public OneSide on(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns whether both sides are alike. */
    public boolean identity() {
        return equals(NONE);
    }
}
