package dev.movex.core.schema;

import dev.movex.core.plan.TableName;
import java.sql.SQLException;
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
                   t.typrelid::regclass::text
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = ?::oid""";

    private static final String SEQUENCES = """
            SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqincrement::text, s.seqmin::text,
                   s.seqmax::text, s.seqstart::text, s.seqcache::text, s.seqcycle::text,
                   (SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) FROM pg_depend d
                    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
                      AND d.refobjid = ANY (?::regclass[]))
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?::text[]) AND c.relpersistence <> 't'
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                              AND d.deptype IN ('i', 'e'))
            ORDER BY n.nspname, c.relname""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<String> extensions = new LinkedHashSet<>();

    PostgresTypes(Queries source, Queries target, DdlBook book) {
        this.source = source;
        this.target = target;
        this.book = book;
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
        used(missing);
        sequences(wanted, missing);
        new PostgresRoutines(source, target, book, this).write(array(missing));
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
            case "r" ->
                book.tables(
                        "type " + name,
                        "CREATE TYPE " + name + " AS RANGE (SUBTYPE = "
                                + source.column("SELECT format_type(?::oid, NULL)", type.get(7))
                                        .get(0)
                                + ")");
            default ->
                book.refuse(
                        "TYPE_LEFT_OUT",
                        type.get(0) + "." + type.get(1),
                        "Movex does not create types of this kind.",
                        "Create it on the target, or exclude the tables that use it.");
        }
    }

    private String labels(String oid) throws SQLException {
        return String.join(
                ", ",
                source.column(
                        "SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = ?::oid ORDER BY enumsortorder",
                        oid));
    }

    private String domain(String name, String oid, List<String> type) throws SQLException {
        StringBuilder ddl = new StringBuilder("CREATE DOMAIN " + name + " AS " + type.get(3));
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

    private void sequences(Wanted.All wanted, List<String> missing) throws SQLException {
        for (List<String> row : source.rows(SEQUENCES, array(missing), array(wanted.schemas()))) {
            TableName name = new TableName(row.get(0), row.get(1));
            if (!present(name)) {
                schema(name.schema());
                book.tables(
                        "sequence " + name,
                        "CREATE SEQUENCE IF NOT EXISTS " + PostgresDdl.quoted(name) + " AS " + row.get(2)
                                + " INCREMENT BY " + row.get(3) + " MINVALUE " + row.get(4) + " MAXVALUE "
                                + row.get(5) + " START WITH " + row.get(6) + " CACHE " + row.get(7)
                                + (row.get(8).equals("true") ? " CYCLE" : ""));
            }
        }
    }

    /** A sequence that a column owns goes with it, unless the table goes to another schema, where it can't be owned. */
    void ownedSequences(Wanted.All wanted, List<String> missing) throws SQLException {
        for (List<String> row : source.rows(SEQUENCES, array(missing), array(wanted.schemas()))) {
            TableName name = new TableName(row.get(0), row.get(1));
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

    private boolean present(TableName name) throws SQLException {
        return target.any("SELECT 1 WHERE to_regclass(?) IS NOT NULL", PostgresDdl.quoted(name));
    }
}
