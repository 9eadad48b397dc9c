package dev.movex.core.plan;

import dev.movex.core.Side;
import java.sql.SQLException;
import java.util.List;

/** What one side's database tells of itself while a plan is read. Leaves nothing behind. */
public interface Catalog {
    /** Returns the name of what the database speaks. */
    String dialectName();

    /** Reads what tells this database from every other one of its kind. */
    String identity() throws SQLException;

    /** Reads all tables of the given schemas, or of all the application's schemas if none is given. */
    List<Table> readTables(List<String> schemas) throws SQLException;

    /** Reads all sequences of the given schemas. */
    List<Sequence> readSequences(List<String> schemas) throws SQLException;

    /** Reads the schema that names without one mean. */
    String currentSchema() throws SQLException;

    /** Finds what only this kind of database knows to stand in the way of moving the given tables. */
    List<Problem> checkTables(Side side, List<Table> tables) throws SQLException;

    /** Finds what the server's settings and the user's privileges put in the way of a migration. */
    List<Problem> checkServer(Side side) throws SQLException;
}
