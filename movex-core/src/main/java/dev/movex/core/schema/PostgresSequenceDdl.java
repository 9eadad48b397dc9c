package dev.movex.core.schema;

import dev.movex.core.plan.TableName;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sequences that tables of PostgreSQL, and the functions which these use, count with. The search path is empty. */
final class PostgresSequenceDdl {
    private static final String SEQUENCES = """
            SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqincrement::text, s.seqmin::text,
                   s.seqmax::text, s.seqstart::text, s.seqcache::text, s.seqcycle::text,
                   (SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) FROM pg_depend d
                    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
                      AND d.refobjid = ANY (?::regclass[]))
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE (%s) AND c.relpersistence <> 't'
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                              AND d.deptype IN ('i', 'e'))
            ORDER BY n.nspname, c.relname""";

    /** A default may count with a sequence of a schema that has no tables. */
    private static final String OF_TABLES = SEQUENCES.replace("%s", """
            n.nspname = ANY (?::text[])
            OR c.oid IN (SELECT d.refobjid FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                         WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                           AND f.adrelid = ANY (?::regclass[]))""");

    /** The server keeps no account of what a function's text counts with. */
    private static final String OF_FUNCTION = SEQUENCES.replace("%s", """
            EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = ?::oid
                      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid)
            OR EXISTS (SELECT 1 FROM pg_proc p, regexp_matches(p.prosrc, 'nextval\\s*\\(\\s*''([^'']+)''', 'gi') AS called
                       WHERE p.oid = ?::oid
                         AND called[1] IN (c.relname, quote_ident(c.relname),
                                           quote_ident(n.nspname) || '.' || quote_ident(c.relname)))""");

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresTypes types;
    private final Set<TableName> seen = new HashSet<>();

    PostgresSequenceDdl(Queries source, Queries target, DdlBook book, PostgresTypes types) {
        this.source = source;
        this.target = target;
        this.book = book;
        this.types = types;
    }

    void write(Wanted.All wanted, String missing) throws SQLException {
        for (List<String> row : ofTables(wanted, missing)) {
            sequence(row);
        }
    }

    /** Writes those that a function counts with. */
    void calledBy(String function) throws SQLException {
        for (List<String> row : source.rows(OF_FUNCTION, "{}", function, function)) {
            sequence(row);
        }
    }

    private List<List<String>> ofTables(Wanted.All wanted, String missing) throws SQLException {
        return source.rows(OF_TABLES, missing, PostgresTypes.array(wanted.schemas()), missing);
    }

    private void sequence(List<String> row) throws SQLException {
        TableName name = name(row);
        if (!present(name) && seen.add(name)) {
            types.schema(name.schema());
            book.tables(
                    "sequence " + name,
                    "CREATE SEQUENCE IF NOT EXISTS " + PostgresDdl.quoted(name) + " AS " + row.get(2)
                            + " INCREMENT BY " + row.get(3) + " MINVALUE " + row.get(4) + " MAXVALUE "
                            + row.get(5) + " START WITH " + row.get(6) + " CACHE " + row.get(7)
                            + (row.get(8).equals("true") ? " CYCLE" : ""));
        }
    }

    /** A sequence that a column owns goes with it, unless the table goes to another schema, where it can't be owned. */
    void owned(Wanted.All wanted, String missing) throws SQLException {
        for (List<String> row : ofTables(wanted, missing)) {
            TableName name = name(row);
            String owner = row.get(9).isEmpty() ? "" : renamed(row.get(9), wanted);
            if (owner.startsWith(PostgresDdl.quote(name.schema()) + ".") && !present(name)) {
                book.tables(
                        "owner of sequence " + name,
                        "ALTER SEQUENCE " + PostgresDdl.quoted(name) + " OWNED BY " + owner);
            }
        }
    }

    private String renamed(String owner, Wanted.All wanted) throws SQLException {
        for (Wanted table : wanted.tables()) {
            String name = source.column(
                            "SELECT ?::regclass::text",
                            PostgresDdl.quoted(table.source().name()))
                    .get(0);
            if (owner.startsWith(name + ".")) {
                return PostgresDdl.quoted(table.target()) + owner.substring(name.length());
            }
        }
        return owner;
    }

    private static TableName name(List<String> row) {
        return new TableName(row.get(0), row.get(1));
    }

    private boolean present(TableName name) throws SQLException {
        return target.any("SELECT 1 WHERE to_regclass(?) IS NOT NULL", PostgresDdl.quoted(name));
    }
}
