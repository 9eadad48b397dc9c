package dev.movex.core.access;

import dev.movex.core.row.RowKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds canonical texts one after the other. */
final class Parameters {
    private final PreparedStatement statement;
    private int index = 1;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters add(@Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index++, Types.VARCHAR);
        } else {
            statement.setString(index++, text);
        }
        return this;
    }

    Parameters addAll(List<@Nullable String> texts) throws SQLException {
        for (String text : texts) {
            add(text);
        }
        return this;
    }

    Parameters add(RowKey key) throws SQLException {
        for (String part : key.values()) {
            add(part);
        }
        return this;
    }

    Parameters addTexts(List<String> texts) throws SQLException {
        for (String text : texts) {
            add(text);
        }
        return this;
    }

    Parameters add(long number) throws SQLException {
        statement.setLong(index++, number);
        return this;
    }
}
