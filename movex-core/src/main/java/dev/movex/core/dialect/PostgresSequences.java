package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's sequences. */
final class PostgresSequences {
    /** Those of a schema without tables count for tables of any; one that counts down belongs to nobody but its namesake. */
    private static final String ALL = """
            SELECT n.nspname, c.relname, s.seqincrement, s.seqmin, s.seqmax,
                   EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                           AND (d.deptype = 'e' OR d.deptype IN ('a', 'i') AND s.seqincrement > 0))
                   OR s.seqincrement > 0
                      AND EXISTS (SELECT 1 FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                              WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                                AND d.refobjid = c.oid AND pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%')
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relpersistence <> 't'
              AND (n.nspname = ANY (?::text[])
                   OR n.nspname <> 'movex' AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE')
                      AND has_sequence_privilege(c.oid, 'SELECT') AND has_sequence_privilege(c.oid, 'UPDATE')
                      AND NOT EXISTS (SELECT 1 FROM pg_class t WHERE t.relnamespace = n.oid
                                        AND t.relkind IN ('r', 'p') AND NOT t.relispartition))
            ORDER BY n.nspname, c.relname""";

    /** The sequence that belongs to a column, or else the one that its default counts with, if it counts up. */
    static final String OF_COLUMN = """
            SELECT found FROM (SELECT coalesce(pg_get_serial_sequence(?, ?),
                            (SELECT quote_ident(n.nspname) || '.' || quote_ident(s.relname)
                             FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
                             JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                              AND d.refclassid = 'pg_class'::regclass
                             JOIN pg_class s ON s.oid = d.refobjid AND s.relkind = 'S'
                             JOIN pg_namespace n ON n.oid = s.relnamespace
                             WHERE f.adrelid = ?::regclass AND a.attname = ?
                               AND pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%' LIMIT 1)) AS found) f
            WHERE (SELECT seqincrement FROM pg_sequence WHERE seqrelid = found::regclass) > 0""";

    private PostgresSequences() {}

    static List<Sequence> read(Connection connection, List<String> schemas) throws SQLException {
        List<Sequence> sequences = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sequences.add(new Sequence(
                            new TableName(row.getString(1), row.getString(2)),
                            row.getBoolean(6),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5)));
                }
            }
        }
        return sequences;
    }

    static long last(Connection connection, Sequence sequence) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_value, is_called FROM " + name(sequence))) {
            row.next();
            long last = row.getLong(1);
            // before the first value there is room for one less, save at the end of all numbers
            return row.getBoolean(2) || Math.abs(last) > Long.MAX_VALUE / 2 ? last : last - sequence.increment();
        }
    }

    static void raise(Connection connection, Sequence sequence, long to) throws SQLException {
        String behind = sequence.ascends() ? "<" : ">";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT setval(?::regclass, ?) FROM " + name(sequence) + " WHERE last_value " + behind + " ?")) {
            statement.setString(1, name(sequence));
            statement.setLong(2, to);
            statement.setLong(3, to);
            statement.executeQuery().close();
        }
    }

    private static String name(Sequence sequence) {
        return PostgresTableSql.quote(sequence.name().schema()) + "."
                + PostgresTableSql.quote(sequence.name().name());
    }
}
