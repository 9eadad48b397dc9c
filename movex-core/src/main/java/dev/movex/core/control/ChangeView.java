package dev.movex.core.control;

import dev.movex.core.Side;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator knows while it changes the pattern: the two control rows as last read, and what it has done itself.
 * The latter dies with it; the rows tell its successor enough to go on.
 *
 * @param intent the change
 * @param src the source's row; null while the source can't be reached
 * @param dst the target's row; null while the target can't be reached
 * @param done the steps that leave no trace in the rows
 */
public record ChangeView(
        Intent intent, @Nullable ControlRow src, @Nullable ControlRow dst, Set<Mark> done) {
    public ChangeView {
        done = Set.copyOf(done);
    }

    /** A step that leaves no trace in the control rows. */
    public enum Mark {
        COUNTERS_RAISED,
        HELD,
        MEMBERS_DRAINED,
        SESSIONS_ENDED,
        JOURNAL_DRAINED,
        COUNTERS_CHECKED,
        PROOFS_VOID,
        ADOPTED,
        JOURNAL_FORGOTTEN
    }

    /** Returns the row of a side; null while it can't be reached. */
    public @Nullable ControlRow row(Side side) {
        return side == Side.SRC ? src : dst;
    }

    /** Returns the view after a step that leaves no trace. */
    public ChangeView with(Mark mark) {
        EnumSet<Mark> marks = EnumSet.of(mark);
        marks.addAll(done);
        return new ChangeView(intent, src, dst, marks);
    }

    /** Returns what is known when another step has ended that began with the same view as this one. */
    public ChangeView and(ChangeView begun, ChangeView other) {
        EnumSet<Mark> marks = EnumSet.noneOf(Mark.class);
        marks.addAll(done);
        marks.addAll(other.done);
        return new ChangeView(
                intent,
                Objects.equals(src, begun.src) ? other.src : src,
                Objects.equals(dst, begun.dst) ? other.dst : dst,
                marks);
    }

    /** Returns the view with the rows read again. */
    public ChangeView with(@Nullable ControlRow newSrc, @Nullable ControlRow newDst) {
        return new ChangeView(intent, newSrc, newDst, done);
    }
}
