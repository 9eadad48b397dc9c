package dev.movex.core.control;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.core.access.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads the right to write the secondary from the control rows of both databases, anew at each call, for processes that
 * steer nothing. Thread-safe.
 */
public final class ControlAuthority implements Supplier<Authority> {
    private final String migration;
    private final Databases databases;

    public ControlAuthority(String migration, Databases databases) {
        this.migration = migration;
        this.databases = databases;
    }

    /**
     * Returns the right under the pattern that holds on both sides.
     *
     * @throws MovexException with code {@code NOT_INSTALLED} if a side knows nothing of the migration, {@code NOT_DUAL} if
     *     one side alone is written or the pattern is changing, or what {@link DatabaseUnavailable} says
     */
    @Override
    public Authority get() {
        Map<Side, ControlRow> rows = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            rows.put(side, read(side));
        }
        for (ControlRow row : rows.values()) {
            ControlRow other = rows.get(row.side().other());
            if (row.open()
                    && row.pattern().dual()
                    && row.pattern().primary() == row.side()
                    && row.state().pattern() == row.pattern()
                    && other != null
                    && !other.open()
                    && other.epoch() == row.epoch()) {
                return Authority.under(row.pattern(), row.epoch());
            }
        }
        throw new MovexException(
                "NOT_DUAL",
                "One database alone is written under migration " + migration + ", or the pattern is changing.",
                "Repair waits until both are written: move to src_first or dst_first.");
    }

    private ControlRow read(Side side) {
        try (Connection connection = databases.connect(side)) {
            return ControlRows.read(connection, databases.dialect(side).control(), migration, side)
                    .orElseThrow(() -> notInstalled(side));
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(side, e);
        }
    }

    private MovexException notInstalled(Side side) {
        return new MovexException(
                "NOT_INSTALLED",
                "The " + side.label() + " knows nothing of migration " + migration + ".",
                "Check its name, and that it has been opened once by an application or by 'movex serve'.");
    }
}
