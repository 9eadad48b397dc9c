package dev.movex.core.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What tables of PostgreSQL are built on: schemas, extensions, types, sequences. The search path is empty. */
final class PostgresTypes {
    private static final String USED = """
            SELECT DISTINCT CASE WHEN t.typelem <> 0 AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END::text
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ANY (?::regclass[]) AND a.attnum > 0 AND NOT a.attisdropped""";

    private static final String TYPE = """
            SELECT n.nspname, t.typname, t.typtype::text, format_type(t.typbasetype, t.typtypmod), t.typnotnull::text,
                   t.typdefault,
                   (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'),
                   CASE WHEN t.typtype = 'd' THEN t.typbasetype WHEN t.typelem <> 0 AND t.typcategory = 'A'
                        THEN t.typelem ELSE (SELECT rngsubtype FROM pg_range WHERE rngtypid = t.oid) END::text,
                   t.typrelid::regclass::text,
                   (SELECT rngtypid::text FROM pg_range WHERE rngmultitypid = t.oid)
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = ?::oid""";

    private static final String RANGE = """
            SELECT format_type(r.rngsubtype, NULL),
                   CASE WHEN NOT o.opcdefault THEN quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END,
                   CASE WHEN r.rngcollation <> s.typcollation THEN
                     (SELECT quote_ident(cn.nspname) || '.' || quote_ident(c.collname) FROM pg_collation c
                      JOIN pg_namespace cn ON cn.oid = c.collnamespace WHERE c.oid = r.rngcollation) END,
                   CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END, m.typname, r.rngcanonical::oid::text,
                   r.rngsubdiff::oid::text
            FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc
            JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_type m ON m.oid = r.rngmultitypid
            WHERE r.rngtypid = ?::oid""";

    private static final String DOMAIN_COLLATION = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_type t
            JOIN pg_type base ON base.oid = t.typbasetype JOIN pg_collation c ON c.oid = t.typcollation
            JOIN pg_namespace n ON n.oid = c.collnamespace WHERE t.oid = ?::oid AND t.typcollation <> base.typcollation""";

    private static final String DOMAIN_FUNCTIONS = """
            SELECT DISTINCT d.refobjid::text FROM pg_depend d JOIN pg_constraint c ON c.oid = d.objid
            WHERE d.classid = 'pg_constraint'::regclass AND d.refclassid = 'pg_proc'::regclass AND c.contypid = ?::oid
            ORDER BY 1""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresSequenceDdl sequences;
    private final PostgresRoutines routines;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<String> extensions = new LinkedHashSet<>();

    PostgresTypes(Queries source, Queries target, DdlBook book) {
        this.source = source;
        this.target = target;
        this.book = book;
        this.sequences = new PostgresSequenceDdl(source, target, book, this);
        this.routines = new PostgresRoutines(source, target, book, this, sequences);
    }

    static String array(List<String> names) {
        StringBuilder array = new StringBuilder("{");
        for (String name : names) {
            array.append(array.length() > 1 ? "," : "")
                    .append('"')
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }

    /** Writes all that the missing tables need before they can be created. */
    void write(Wanted.All wanted, List<String> missing) throws SQLException {
        for (String schema : wanted.tables().stream()
                .map(t -> t.target().schema())
                .distinct()
                .toList()) {
            schema(schema);
        }
        routines.collations(array(missing));
        used(missing);
        sequences.write(wanted, array(missing));
        routines.write(array(missing));
        List<String> all = new ArrayList<>();
        wanted.tables()
                .forEach(table -> all.add(PostgresDdl.quoted(table.source().name())));
        new PostgresSearch(source, target, book, this).write(array(all));
    }

    /** Writes the types that tables use. */
    void used(List<String> tables) throws SQLException {
        for (String type : source.column(USED, array(tables))) {
            type(type);
        }
    }

    void schema(String name) throws SQLException {
        if (seen.add("schema " + name) && !target.any("SELECT 1 FROM pg_namespace WHERE nspname = ?", name)) {
            book.tables("schema " + name, "CREATE SCHEMA IF NOT EXISTS " + PostgresDdl.quote(name));
        }
    }

    void extension(String name) throws SQLException {
        if (!extensions.add(name) || target.any("SELECT 1 FROM pg_extension WHERE extname = ?", name)) {
            return;
        }
        if (!target.any("SELECT 1 FROM pg_available_extensions WHERE name = ?", name)) {
            book.refuse(
                    "EXTENSION_MISSING",
                    name,
                    "The target's server has no extension " + name + ", which tables of the source use.",
                    "Install it on the server, or exclude the tables.");
            return;
        }
        String schema = source.column(
                        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                                + " WHERE e.extname = ?",
                        name)
                .get(0);
        schema(schema);
        book.tables(
                "extension " + name,
                "CREATE EXTENSION IF NOT EXISTS " + PostgresDdl.quote(name) + " WITH SCHEMA "
                        + PostgresDdl.quote(schema) + " CASCADE");
    }

    /** Writes a type behind those that it is made of. */
    void type(String oid) throws SQLException {
        List<List<String>> found = source.rows(TYPE, oid);
        if (!seen.add("type " + oid) || found.isEmpty()) {
            return;
        }
        List<String> type = found.get(0);
        if (!type.get(6).isEmpty()) {
            extension(type.get(6));
            return;
        }
        if (type.get(0).equals("pg_catalog")) {
            if (!type.get(7).isEmpty() && !type.get(7).equals("0")) {
                type(type.get(7));
            }
            return;
        }
        String name = PostgresDdl.quote(type.get(0)) + "." + PostgresDdl.quote(type.get(1));
        if (!type.get(7).isEmpty() && !type.get(7).equals("0")) {
            type(type.get(7));
        }
        schema(type.get(0));
        if (target.any("SELECT 1 WHERE to_regtype(?) IS NOT NULL", name)) {
            return;
        }
        switch (type.get(2)) {
            case "e" -> book.tables("type " + name, "CREATE TYPE " + name + " AS ENUM (" + labels(oid) + ")");
            case "d" -> book.tables("domain " + name, domain(name, oid, type));
            case "c" -> composite(name, type.get(8));
            case "r" -> range(name, oid);
            // comes with the type of its ranges
            case "m" -> type(type.get(9));
            default -> leftOut(name);
        }
    }

    private void leftOut(String name) {
        book.refuse(
                "TYPE_LEFT_OUT",
                name,
                "Movex does not create types of this kind.",
                "Create it on the target, or exclude the tables that use it.");
    }

    private String labels(String oid) throws SQLException {
        return String.join(
                ", ",
                source.column(
                        "SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = ?::oid ORDER BY enumsortorder",
                        oid));
    }

    private String domain(String name, String oid, List<String> type) throws SQLException {
        for (String function : source.column(DOMAIN_FUNCTIONS, oid)) {
            routines.function(function);
        }
        StringBuilder ddl = new StringBuilder("CREATE DOMAIN " + name + " AS " + type.get(3));
        source.column(DOMAIN_COLLATION, oid)
                .forEach(collation -> ddl.append(" COLLATE ").append(collation));
        if (!type.get(5).isEmpty()) {
            ddl.append(" DEFAULT ").append(type.get(5));
        }
        if (type.get(4).equals("true")) {
            ddl.append(" NOT NULL");
        }
        for (List<String> check : source.rows(
                "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE contypid = ?::oid AND contype = 'c' ORDER BY conname",
                oid)) {
            ddl.append(" CONSTRAINT ").append(check.get(0)).append(' ').append(check.get(1));
        }
        return ddl.toString();
    }

    private void composite(String name, String relation) throws SQLException {
        if (!source.any("SELECT 1 FROM pg_class WHERE oid = ?::regclass AND relkind = 'c'", relation)) {
            return;
        }
        for (String used : source.column(USED, array(List.of(relation)))) {
            type(used);
        }
        book.tables(
                "type " + name,
                "CREATE TYPE " + name + " AS ("
                        + String.join(
                                ", ",
                                source.column(
                                        "SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)"
                                                + " FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0"
                                                + " AND NOT attisdropped ORDER BY attnum",
                                        relation))
                        + ")");
    }

    private void range(String name, String oid) throws SQLException {
        List<String> range = source.rows(RANGE, oid).get(0);
        if (!range.get(5).equals("0")) {
            leftOut(name);
            return;
        }
        StringBuilder ddl = new StringBuilder("CREATE TYPE " + name + " AS RANGE (SUBTYPE = " + range.get(0));
        option(ddl, ", SUBTYPE_OPCLASS = ", range.get(1));
        option(ddl, ", COLLATION = ", range.get(2));
        routines.function(range.get(6));
        option(ddl, ", SUBTYPE_DIFF = ", range.get(3));
        option(
                ddl,
                ", MULTIRANGE_TYPE_NAME = ",
                name.substring(0, name.indexOf("\".\"") + 2) + PostgresDdl.quote(range.get(4)));
        book.tables("type " + name, ddl.append(')').toString());
    }

    private static void option(StringBuilder ddl, String option, String value) {
        if (!value.isEmpty()) {
            ddl.append(option).append(value);
        }
    }

    /** Writes whose sequence belongs to which column. */
    void ownedSequences(Wanted.All wanted, List<String> missing) throws SQLException {
        sequences.owned(wanted, array(missing));
    }
}
