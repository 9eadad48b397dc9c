package dev.movex.core.control.explore;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.Instruction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of everything.
 *
 * @param src the source's control row
 * @param dst the target's control row
 * @param outside what is neither row, process nor coordinator
 * @param processes the application processes; which is which does not matter
 * @param coordinator the coordinator at work; null if none
 * @param replaced a coordinator that was taken for dead, and is not; null if none
 */
record Scene(
        ControlRow src,
        ControlRow dst,
        Outside outside,
        List<Process> processes,
        @Nullable Steering coordinator,
        @Nullable Steering replaced) {

    /**
     * What is neither row, process nor coordinator.
     *
     * @param posted the instructions that may still be heard, the newest last
     * @param down the database that can't be reached; null if both can
     * @param data what the databases hold besides the rows
     * @param calm whether nothing goes wrong at all, and nothing takes so long that a hold runs out
     * @param faults how many faults may still happen
     * @param changes how many changes may still be asked for
     */
    record Outside(List<Instruction> posted, @Nullable Side down, Data data, boolean calm, int faults, int changes) {
        int journal(Side side) {
            return side == Side.SRC ? data.srcJournal() : data.dstJournal();
        }

        Outside journal(Side side, int rows) {
            return with(
                    side == Side.SRC
                            ? new Data(rows, data.dstJournal(), data.behind(), data.proven())
                            : new Data(data.srcJournal(), rows, data.behind(), data.proven()));
        }

        /** The primary has given out a key, or the secondary's counter was raised above it. */
        Outside behind(boolean is) {
            return with(new Data(data.srcJournal(), data.dstJournal(), is, data.proven()));
        }

        Outside voidProofs() {
            return with(new Data(data.srcJournal(), data.dstJournal(), data.behind(), false));
        }

        private Outside with(Data other) {
            return new Outside(posted, down, other, calm, faults, changes);
        }

        Outside fault() {
            return new Outside(posted, down, data, calm, faults - 1, changes);
        }

        Outside down(@Nullable Side side) {
            return new Outside(posted, side, data, calm, faults, changes);
        }

        Outside changed() {
            return new Outside(posted, down, data, calm, faults, changes - 1);
        }

        /** Without the instruction that may still come late: nobody hears it once no fault may happen any more. */
        Outside essence() {
            return faults > 0 || posted.size() < 2
                    ? this
                    : new Outside(List.of(posted.get(posted.size() - 1)), down, data, calm, faults, changes);
        }

        long newest() {
            return posted.isEmpty() ? 0 : posted.get(posted.size() - 1).number();
        }

        /** The store keeps the newest; the one before may be on its way. */
        Outside post(Instruction instruction) {
            List<Instruction> two = new ArrayList<>();
            if (!posted.isEmpty()) {
                two.add(posted.get(posted.size() - 1));
            }
            two.add(instruction);
            return new Outside(List.copyOf(two), down, data, calm, faults, changes);
        }
    }

    /**
     * What the databases hold besides the rows.
     *
     * @param srcJournal how many rows the source's journal has
     * @param dstJournal how many rows the target's journal has
     * @param behind whether the secondary's counters would give out a key that the primary has given out
     * @param proven whether the copy counts as proven
     */
    record Data(int srcJournal, int dstJournal, boolean behind, boolean proven) {}

    ControlRow row(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns the row as somebody reads it now; null if the database can't be reached. */
    @Nullable ControlRow read(Side side) {
        return reached(side) ? row(side) : null;
    }

    boolean reached(Side side) {
        return outside.down() != side;
    }

    Scene with(ControlRow row) {
        return row.side() == Side.SRC
                ? new Scene(row, dst, outside, processes, coordinator, replaced)
                : new Scene(src, row, outside, processes, coordinator, replaced);
    }

    Scene with(Outside other) {
        return new Scene(src, dst, other, processes, coordinator, replaced);
    }

    Scene with(int index, Process process) {
        List<Process> others = new ArrayList<>(processes);
        others.set(index, process);
        return new Scene(src, dst, outside, others, coordinator, replaced);
    }

    Scene with(@Nullable Steering first, @Nullable Steering second) {
        return new Scene(src, dst, outside, processes, first, second);
    }

    /** Returns whether somebody who passed the side's fence is still at work. */
    boolean passedFence(Side side) {
        return processes.stream().anyMatch(p -> p.open() != null && p.open().holds(side));
    }

    @Nullable ControlRow open() {
        if (src.open()) {
            return src;
        }
        return dst.open() ? dst : null;
    }
}
