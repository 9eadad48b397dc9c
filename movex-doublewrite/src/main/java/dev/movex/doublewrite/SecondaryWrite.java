package dev.movex.doublewrite;

import dev.movex.core.dialect.TableSql;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is to run on the secondary. */
sealed interface SecondaryWrite {
    /** Returns its text. */
    String sql();

    /** Returns how many parameters it takes. */
    int parameters();

    /** Binds its parameters from an index on. */
    void bind(PreparedStatement statement, int from) throws SQLException;

    /** Returns how many rows it must meet at least; fewer leave the keys to the journal. */
    long expected();

    /**
     * The statement of the application, repeated.
     *
     * @param sql the text for the secondary
     * @param values the application's parameters in the order of the text
     * @param generated what the primary filled in, after them
     * @param expected how many rows the primary met
     */
    record Repeated(String sql, List<Param> values, List<@Nullable String> generated, long expected)
            implements SecondaryWrite {
        @Override
        public int parameters() {
            return values.size() + generated.size();
        }

        @Override
        public void bind(PreparedStatement statement, int from) throws SQLException {
            int index = from;
            for (Param value : values) {
                value.bind(statement, index++);
            }
            for (String text : generated) {
                statement.setString(index++, text);
            }
        }
    }

    /**
     * A statement whose parameters are canonical text.
     *
     * @param sql the text
     * @param values its parameters
     * @param expected how many rows it must meet
     */
    record Image(String sql, List<@Nullable String> values, long expected) implements SecondaryWrite {
        /** A row that equals the image may count as none; see {@link TableSql#upsertCounts}. */
        static Image upsert(TableSql sql, Row row) {
            return new Image(sql.upsert(), row.values(), sql.upsertCounts());
        }

        static Image delete(String sql, RowKey key, long expected) {
            return new Image(sql, new ArrayList<>(key.values()), expected);
        }

        @Override
        public int parameters() {
            return values.size();
        }

        @Override
        public void bind(PreparedStatement statement, int from) throws SQLException {
            int index = from;
            for (String value : values) {
                statement.setString(index++, value);
            }
        }
    }

    /**
     * A setting for what follows.
     *
     * @param sql the statement
     */
    record Setting(String sql) implements SecondaryWrite {
        @Override
        public int parameters() {
            return 0;
        }

        @Override
        public void bind(PreparedStatement statement, int from) {
            // takes none
        }

        @Override
        public long expected() {
            return 0;
        }
    }
}
