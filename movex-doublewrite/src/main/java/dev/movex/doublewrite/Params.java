package dev.movex.doublewrite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of one execution, by their numbers. Belongs to one statement; not thread-safe. */
final class Params {
    private final List<@Nullable Param> values;

    private Params(List<@Nullable Param> values) {
        this.values = values;
    }

    static Params none() {
        return new Params(new ArrayList<>());
    }

    /** Returns the parameters as they are now; later calls of setters do not change them. */
    Params copy() {
        return new Params(new ArrayList<>(values));
    }

    void set(int number, Param param) {
        while (values.size() < number) {
            values.add(null);
        }
        values.set(number - 1, param);
    }

    void clear() {
        values.clear();
    }

    /** Returns a parameter; null if it was not set. */
    @Nullable Param get(int number) {
        return number <= values.size() ? values.get(number - 1) : null;
    }

    /** Returns whether a value is set that PostgreSQL keeps beside the row. */
    boolean anyLarge() {
        for (Param value : values) {
            if (value != null && value.large()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a copy can be bound later, on any connection. */
    boolean mayBeBoundAgain() {
        for (Param value : values) {
            if (value != null && (value.stream() || value.large() || !value.portable())) {
                return false;
            }
        }
        return true;
    }

    /** Reads what can be read once. */
    void spoolStreams() throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Param param = values.get(i);
            if (param != null && param.stream()) {
                values.set(i, param.spooled());
            }
        }
    }

    /** Reads what can be read once, or belongs to one connection. */
    void spool() throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Param param = values.get(i);
            if (param != null) {
                values.set(i, param.spooled());
            }
        }
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Param param = values.get(i);
            if (param != null) {
                param.bind(statement, i + 1);
            }
        }
    }

    /** Binds some of them, in the order of their numbers in the list, from the first place on. */
    void bind(PreparedStatement statement, List<Integer> numbers) throws SQLException {
        int index = 1;
        for (int number : numbers) {
            Param param = get(number);
            if (param == null) {
                throw new SQLException("Movex: no value specified for parameter " + number + ".", "22023");
            }
            param.bind(statement, index++);
        }
    }
}
