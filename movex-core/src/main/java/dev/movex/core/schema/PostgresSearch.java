package dev.movex.core.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The configurations of text search that tables and indexes of PostgreSQL use, with their dictionaries. What a dictionary
 * takes from files of the server has to be there on the target too. The search path is empty.
 */
final class PostgresSearch {
    private static final String USED = """
            SELECT DISTINCT d.refobjid::text FROM pg_depend d
            WHERE d.refclassid = 'pg_ts_config'::regclass
              AND (d.classid = 'pg_attrdef'::regclass
                    AND d.objid IN (SELECT oid FROM pg_attrdef WHERE adrelid = ANY (?::regclass[]))
                OR d.classid = 'pg_constraint'::regclass
                    AND d.objid IN (SELECT oid FROM pg_constraint WHERE conrelid = ANY (?::regclass[]))
                OR d.classid = 'pg_class'::regclass
                    AND d.objid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY (?::regclass[])))
            ORDER BY 1""";

    private static final String CONFIGURATION = """
            SELECT n.nspname, c.cfgname, pn.nspname, p.prsname,
                   (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                    WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
            JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
            WHERE c.oid = ?::oid AND n.nspname <> 'pg_catalog'""";

    private static final String MAPPINGS = """
            SELECT (SELECT t.alias FROM ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype),
                   string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)
            FROM pg_ts_config c JOIN pg_ts_config_map m ON m.mapcfg = c.oid WHERE c.oid = ?::oid
            GROUP BY c.cfgparser, m.maptokentype ORDER BY m.maptokentype""";

    private static final String DICTIONARIES = """
            SELECT DISTINCT n.nspname, d.dictname, quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname), d.dictinitoption,
                   (SELECT e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
                    WHERE x.classid = 'pg_ts_dict'::regclass AND x.objid = d.oid AND x.deptype = 'e'),
                   (SELECT e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
                    WHERE x.classid = 'pg_ts_template'::regclass AND x.objid = t.oid AND x.deptype = 'e')
            FROM pg_ts_config_map m JOIN pg_ts_dict d ON d.oid = m.mapdict JOIN pg_namespace n ON n.oid = d.dictnamespace
            JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
            WHERE m.mapcfg = ?::oid AND n.nspname <> 'pg_catalog' ORDER BY 1, 2""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresTypes types;
    private final Set<String> seen = new HashSet<>();

    PostgresSearch(Queries source, Queries target, DdlBook book, PostgresTypes types) {
        this.source = source;
        this.target = target;
        this.book = book;
        this.types = types;
    }

    /** Writes those that the target lacks. */
    void write(String tables) throws SQLException {
        for (String configuration : source.column(USED, tables, tables, tables)) {
            for (List<String> row : source.rows(CONFIGURATION, configuration)) {
                configuration(configuration, row);
            }
        }
    }

    private void configuration(String oid, List<String> row) throws SQLException {
        if (!row.get(4).isEmpty()) {
            types.extension(row.get(4));
            return;
        }
        String name = PostgresDdl.quote(row.get(0)) + "." + PostgresDdl.quote(row.get(1));
        if (present("pg_ts_config", "cfg", row)) {
            return;
        }
        for (List<String> dictionary : source.rows(DICTIONARIES, oid)) {
            dictionary(dictionary);
        }
        types.schema(row.get(0));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TEXT SEARCH CONFIGURATION " + name + " (PARSER = " + PostgresDdl.quote(row.get(2)) + "."
                + PostgresDdl.quote(row.get(3)) + ")");
        for (List<String> mapping : source.rows(MAPPINGS, oid)) {
            statements.add("ALTER TEXT SEARCH CONFIGURATION " + name + " ADD MAPPING FOR " + mapping.get(0) + " WITH "
                    + mapping.get(1));
        }
        // one statement, so that it is there as a whole or not at all
        book.tables(
                "text search configuration " + name,
                "DO $movex$ BEGIN " + String.join("; ", statements) + "; END $movex$");
    }

    private void dictionary(List<String> row) throws SQLException {
        if (!row.get(4).isEmpty()) {
            types.extension(row.get(4));
            return;
        }
        if (!row.get(5).isEmpty()) {
            types.extension(row.get(5));
        }
        String name = PostgresDdl.quote(row.get(0)) + "." + PostgresDdl.quote(row.get(1));
        if (present("pg_ts_dict", "dict", row) || !seen.add(name)) {
            return;
        }
        types.schema(row.get(0));
        String options = row.get(3).isEmpty() ? "" : ", " + row.get(3);
        book.tables(
                "text search dictionary " + name,
                "CREATE TEXT SEARCH DICTIONARY " + name + " (TEMPLATE = " + row.get(2) + options + ")");
    }

    private boolean present(String catalog, String prefix, List<String> row) throws SQLException {
        return target.any(
                "SELECT 1 FROM " + catalog + " x JOIN pg_namespace n ON n.oid = x." + prefix + "namespace"
                        + " WHERE n.nspname = ? AND x." + prefix + "name = ?",
                row.get(0),
                row.get(1));
    }
}
