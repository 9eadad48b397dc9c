package dev.movex.core.dialect;

import dev.movex.core.Side;
import dev.movex.core.plan.Catalog;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One side's database while a plan is read from it.
 *
 * @param dialect what it speaks
 * @param connection a connection in auto-commit mode; stays the caller's
 */
public record DatabaseView(Dialect dialect, Connection connection) implements Catalog {
    @Override
    public String dialectName() {
        return dialect.name();
    }

    @Override
    public String identity() throws SQLException {
        return dialect.identity(connection);
    }

    @Override
    public List<Table> readTables(List<String> schemas) throws SQLException {
        return dialect.readTables(connection, schemas);
    }

    @Override
    public List<Sequence> readSequences(List<String> schemas) throws SQLException {
        return dialect.readSequences(connection, schemas);
    }

    @Override
    public String currentSchema() throws SQLException {
        return dialect.currentSchema(connection);
    }

    @Override
    public List<Problem> checkTables(Side side, List<Table> tables) throws SQLException {
        return dialect.checkTables(connection, side, tables);
    }

    @Override
    public List<Problem> checkServer(Side side) throws SQLException {
        return dialect.checkServer(connection, side);
    }
}
