package dev.movex.core.schema;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions and collations that tables of PostgreSQL use, and the extensions that these come from. The search path is empty. */
final class PostgresRoutines {
    private static final String USED = """
            SELECT DISTINCT d.refobjid::text FROM pg_depend d
            WHERE d.refclassid = 'pg_proc'::regclass
              AND (d.classid = 'pg_attrdef'::regclass
                    AND d.objid IN (SELECT oid FROM pg_attrdef WHERE adrelid = ANY (?::regclass[]))
                OR d.classid = 'pg_constraint'::regclass
                    AND d.objid IN (SELECT oid FROM pg_constraint WHERE conrelid = ANY (?::regclass[])
                                    OR contypid <> 0)
                OR d.classid = 'pg_class'::regclass
                    AND (d.objid = ANY (?::regclass[]::oid[])
                         OR d.objid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY (?::regclass[]))))
            ORDER BY 1""";

    private static final String FUNCTION = """
            SELECT p.oid::regprocedure::text, n.nspname, l.lanname,
                   (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'),
                   CASE WHEN p.prokind = 'f' THEN pg_get_functiondef(p.oid) END
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            WHERE p.oid = ?::oid AND n.nspname NOT IN ('pg_catalog', 'information_schema')""";

    private static final String TYPES = """
            SELECT DISTINCT t::text FROM pg_proc p, unnest(array_append(p.proargtypes::oid[], p.prorettype)) AS t
            WHERE p.oid = ?::oid""";

    /** The server keeps no account of what a function's text calls, so that whatever has a name that is called there counts. */
    private static final String CALLED = """
            SELECT q.oid::text FROM pg_proc p, pg_proc q
            WHERE p.oid = ?::oid AND q.oid <> p.oid AND q.prokind = 'f'
              AND q.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              AND (p.prosrc ~ ('\\y' || regexp_replace(q.proname, '([^a-zA-Z0-9_])', '\\\\\\1', 'g') || '"?\\s*\\(')
                   OR EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                              AND d.refclassid = 'pg_proc'::regclass AND d.refobjid = q.oid))
            ORDER BY 1""";

    private static final String INDEX_EXTENSIONS = """
            SELECT DISTINCT e.extname FROM pg_index i, unnest(i.indclass::oid[]) AS op
            JOIN pg_depend d ON d.classid = 'pg_opclass'::regclass AND d.objid = op AND d.deptype = 'e'
            JOIN pg_extension e ON e.oid = d.refobjid WHERE i.indrelid = ANY (?::regclass[])""";

    private static final String COLLATIONS = """
            SELECT n.nspname, co.collname, co.collprovider::text, co.collisdeterministic::text,
                   coalesce(to_jsonb(co)->>'colllocale', to_jsonb(co)->>'colliculocale', co.collcollate)
            FROM pg_collation co JOIN pg_namespace n ON n.oid = co.collnamespace
            WHERE n.nspname <> 'pg_catalog'
              AND (co.oid IN (SELECT attcollation FROM pg_attribute WHERE attrelid = ANY (?::regclass[]))
                OR co.oid IN (SELECT unnest(indcollation::oid[]) FROM pg_index WHERE indrelid = ANY (?::regclass[])))
            ORDER BY 1, 2""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresTypes types;
    private final PostgresSequenceDdl sequences;
    private final Set<String> seen = new HashSet<>();

    PostgresRoutines(Queries source, Queries target, DdlBook book, PostgresTypes types, PostgresSequenceDdl sequences) {
        this.source = source;
        this.target = target;
        this.book = book;
        this.types = types;
        this.sequences = sequences;
    }

    void collations(String tables) throws SQLException {
        for (List<String> collation : source.rows(COLLATIONS, tables, tables)) {
            collation(collation);
        }
    }

    void write(String tables) throws SQLException {
        for (String extension : source.column(INDEX_EXTENSIONS, tables)) {
            types.extension(extension);
        }
        for (String function : source.column(USED, tables, tables, tables, tables)) {
            function(function);
        }
    }

    private void collation(List<String> row) throws SQLException {
        String name = PostgresDdl.quote(row.get(0)) + "." + PostgresDdl.quote(row.get(1));
        if (!target.any("SELECT 1 WHERE to_regcollation(?) IS NOT NULL", name)) {
            types.schema(row.get(0));
            book.tables(
                    "collation " + name,
                    "CREATE COLLATION IF NOT EXISTS " + name + " (PROVIDER = "
                            + (row.get(2).equals("i") ? "icu" : row.get(2).equals("b") ? "builtin" : "libc")
                            + ", LOCALE = '" + row.get(4).replace("'", "''") + "', DETERMINISTIC = " + row.get(3)
                            + ")");
        }
    }

    /** Writes a function behind the types, the functions and the sequences that it uses. */
    void function(String oid) throws SQLException {
        List<List<String>> found = source.rows(FUNCTION, oid);
        if (found.isEmpty() || !seen.add(oid)) {
            return;
        }
        List<String> row = found.get(0);
        if (!row.get(3).isEmpty()) {
            types.extension(row.get(3));
            return;
        }
        if (row.get(4).isEmpty() || target.any("SELECT 1 WHERE to_regprocedure(?) IS NOT NULL", row.get(0))) {
            return;
        }
        for (String type : source.column(TYPES, oid)) {
            types.type(type);
        }
        if (!row.get(2).equals("c") && !row.get(2).equals("internal")) {
            for (String called : source.column(CALLED, oid)) {
                function(called);
            }
            sequences.calledBy(oid);
        }
        types.schema(row.get(1));
        book.tables("function " + row.get(0), row.get(4).strip());
    }
}
