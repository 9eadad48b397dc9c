package dev.movex.core.dialect;

import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Rows of MySQL or MariaDB, streamed by the driver. */
final class MySqlFields implements FieldRows {
    /** Rows that MariaDB's driver holds at once. */
    private static final int HELD_ROWS = 256;

    private final MySqlTableSql source;
    private final PreparedStatement statement;
    private final ResultSet rows;

    private MySqlFields(MySqlTableSql source, PreparedStatement statement, ResultSet rows) {
        this.source = source;
        this.statement = statement;
        this.rows = rows;
    }

    static MySqlFields open(MySqlWords words, Connection connection, MySqlTableSql source, KeyRange range)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                source.selectFields(range), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            statement.setFetchSize(words.streamingFetchSize(source.anyLong() ? 1 : HELD_ROWS));
            List<String> parameters = source.parameters(range);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            return new MySqlFields(source, statement, statement.executeQuery());
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public byte[] field(int column) throws SQLException {
        return rows.getBytes(column + 1);
    }

    @Override
    public boolean raw(int column) {
        return source.rawFields().get(column);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
