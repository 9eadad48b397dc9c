package dev.movex.core.schema;

import static java.util.stream.Collectors.joining;

import dev.movex.core.plan.ForeignKey;
import dev.movex.core.plan.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes over PostgreSQL's own definitions for another PostgreSQL. */
final class PostgresDdl {
    private static final String COLUMNS = """
            SELECT quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                   CASE WHEN a.attcollation <> t.typcollation
                        THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(co.collname) FROM pg_collation co
                              JOIN pg_namespace n ON n.oid = co.collnamespace WHERE co.oid = a.attcollation) END,
                   a.attnotnull::text, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
                   (SELECT 'INCREMENT BY ' || s.seqincrement || ' MINVALUE ' || s.seqmin || ' MAXVALUE ' || s.seqmax
                           || ' START WITH ' || s.seqstart || ' CACHE ' || s.seqcache
                           || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END
                    FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid
                    WHERE p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
                      AND p.classid = 'pg_class'::regclass LIMIT 1)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private static final String CONSTRAINTS = """
            SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = ?::regclass AND contype::text = ANY (?::text[]) ORDER BY contype DESC, conname""";

    private static final String INDEXES = """
            SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisunique::text,
                   (SELECT array_to_string(array_agg(quote_ident(a.attname) ORDER BY k.n), ', ')
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                    WHERE k.n <= i.indnkeyatts),
                   (i.indpred IS NOT NULL OR 0 = ANY (i.indkey::int2[]))::text
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = ?::regclass AND i.indisvalid
              AND NOT EXISTS (SELECT 1 FROM pg_constraint co WHERE co.conindid = i.indexrelid AND co.contype IN ('p', 'u', 'x'))
            ORDER BY c.relname""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresTypes types;
    private final PostgresPartitions partitions;

    PostgresDdl(Connection source, Connection target, DdlBook book) {
        this.source = new Queries(source);
        this.target = new Queries(target);
        this.book = book;
        this.types = new PostgresTypes(this.source, this.target, book);
        this.partitions = new PostgresPartitions(this.source, this.target, book, types);
    }

    static String quoted(TableName name) {
        return quote(name.schema()) + "." + quote(name.name());
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** With an empty search path the source writes every name with its schema. */
    void write(Wanted.All all) throws SQLException {
        Wanted.All wanted = all.shaped(false);
        Wanted.All reshaped = all.shaped(true);
        String before = source.column("SELECT current_setting('search_path')").get(0);
        source.column("SELECT set_config('search_path', '', false)");
        try {
            List<String> missing = wanted.tables().stream()
                    .filter(table -> !table.exists())
                    .map(table -> quoted(table.source().name()))
                    .toList();
            types.write(wanted, missing);
            types.used(reshaped.tables().stream()
                    .filter(table -> !table.exists())
                    .map(table -> quoted(table.source().name()))
                    .toList());
            for (Wanted table : wanted.tables()) {
                if (!table.exists()) {
                    table(table);
                }
            }
            types.ownedSequences(wanted, missing);
            for (Wanted table : wanted.tables()) {
                indexes(table);
            }
            for (Wanted table : wanted.tables()) {
                foreignKeys(table, wanted);
            }
        } finally {
            source.column("SELECT set_config('search_path', ?, false)", before);
        }
    }

    private void table(Wanted table) throws SQLException {
        String from = quoted(table.source().name());
        List<String> parts = new ArrayList<>();
        for (List<String> column : source.rows(COLUMNS, from)) {
            parts.add(column(column));
        }
        for (List<String> constraint : source.rows(CONSTRAINTS, from, "{p,c}")) {
            parts.add("CONSTRAINT " + constraint.get(0) + " " + constraint.get(1));
        }
        standInKey(table, from, parts);
        List<String> kind = source.rows(
                        "SELECT relkind::text, relpersistence::text, pg_get_partkeydef(oid) FROM pg_class WHERE oid = ?::regclass",
                        from)
                .get(0);
        String unlogged = kind.get(1).equals("u") ? "UNLOGGED " : "";
        String partitioned = kind.get(0).equals("p") ? " PARTITION BY " + kind.get(2) : "";
        book.tables(
                "table " + table.target(),
                "CREATE " + unlogged + "TABLE IF NOT EXISTS " + quoted(table.target()) + " (\n  "
                        + String.join(",\n  ", parts) + ")" + partitioned);
        if (!partitioned.isEmpty()) {
            partitions.write(table);
        }
        leftOut(table, from);
    }

    private static String column(List<String> column) {
        String collation = column.get(2).isEmpty() ? "" : " COLLATE " + column.get(2);
        String value = "";
        if (column.get(5).equals("s")) {
            value = " GENERATED ALWAYS AS (" + column.get(6) + ") STORED";
        } else if (column.get(5).equals("v")) {
            value = " GENERATED ALWAYS AS (" + column.get(6) + ")";
        } else if (!column.get(4).isEmpty()) {
            value = " GENERATED " + (column.get(4).equals("a") ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY ("
                    + column.get(7) + ")";
        } else if (!column.get(6).isEmpty()) {
            value = " DEFAULT " + column.get(6);
        }
        return column.get(0) + " " + column.get(1) + collation + value
                + (column.get(3).equals("true") ? " NOT NULL" : "");
    }

    /** The key that rows are told apart by has to be there from the beginning. */
    private void standInKey(Wanted table, String from, List<String> parts) throws SQLException {
        if (table.key().isEmpty()) {
            return;
        }
        Set<String> key = quotedSet(table.key());
        for (List<String> constraint : source.rows(CONSTRAINTS, from, "{u}")) {
            if (constraint.get(1).equals("UNIQUE (" + String.join(", ", identifiers(table.key())) + ")")) {
                parts.add("CONSTRAINT " + constraint.get(0) + " " + constraint.get(1));
                return;
            }
        }
        for (List<String> index : source.rows(INDEXES, from)) {
            if (index.get(2).equals("true")
                    && index.get(4).equals("false")
                    && Set.of(index.get(3).split(", ")).equals(key)) {
                parts.add("CONSTRAINT " + quote(index.get(0)) + " UNIQUE (" + index.get(3) + ")");
                return;
            }
        }
    }

    private Set<String> quotedSet(List<String> names) throws SQLException {
        return new LinkedHashSet<>(identifiers(names));
    }

    private List<String> identifiers(List<String> names) throws SQLException {
        List<String> quoted = new ArrayList<>();
        for (String name : names) {
            quoted.add(source.column("SELECT quote_ident(?)", name).get(0));
        }
        return quoted;
    }

    private void leftOut(Wanted table, String from) throws SQLException {
        if (!table.source().triggers().isEmpty()) {
            book.warn(
                    "TRIGGERS_LEFT_OUT",
                    table.source().name().toString(),
                    "Triggers " + table.source().triggers() + " are not created on the target.",
                    "Create them there before the target becomes the primary; they do not act on Movex's writes.");
        }
        if (source.any("SELECT 1 FROM pg_class WHERE oid = ?::regclass AND relrowsecurity", from)) {
            book.warn(
                    "POLICIES_LEFT_OUT",
                    table.source().name().toString(),
                    "Row-level policies are not created on the target.",
                    "Create them there before the target becomes the primary.");
        }
    }

    private void indexes(Wanted table) throws SQLException {
        String from = quoted(table.source().name());
        boolean partitioned = source.any("SELECT 1 FROM pg_class WHERE oid = ?::regclass AND relkind = 'p'", from);
        Set<String> key = quotedSet(table.key());
        if (partitioned) {
            partitions.indexes(table);
        }
        for (List<String> index : source.rows(INDEXES, from)) {
            boolean standIn = !key.isEmpty()
                    && index.get(4).equals("false")
                    && Set.of(index.get(3).split(", ")).equals(key);
            if (!standIn && !present(table, index.get(0)) && !covered(table, index)) {
                book.indexes("index " + index.get(0) + " on " + table.target(), index(table, index, partitioned));
            }
        }
        for (List<String> constraint : source.rows(CONSTRAINTS, from, "{u,x}")) {
            if (!constrained(table, constraint.get(0))
                    && !target.any(
                            "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(?) AND pg_get_constraintdef(oid) = ?",
                            quoted(table.target()),
                            constraint.get(1))
                    && !(constraint.get(1).equals("UNIQUE (" + String.join(", ", key) + ")") && !key.isEmpty())) {
                book.indexes(
                        "constraint " + constraint.get(0) + " on " + table.target(),
                        "ALTER TABLE " + quoted(table.target()) + " ADD CONSTRAINT " + constraint.get(0) + " "
                                + constraint.get(1));
            }
        }
    }

    /** An index of the same definition serves, whoever has named it. */
    private boolean covered(Wanted table, List<String> index) throws SQLException {
        String definition = index.get(1);
        return table.exists()
                && target.any(
                        "SELECT 1 FROM pg_index WHERE indrelid = to_regclass(?) AND indisvalid AND indisunique::text = ?"
                                + " AND substring(pg_get_indexdef(indexrelid) FROM ' USING .*') = ?",
                        quoted(table.target()),
                        index.get(2),
                        definition.substring(definition.indexOf(" USING ")));
    }

    /** Writers go on while an index is built, except on partitioned tables, where the server can't do that. */
    private static String index(Wanted table, List<String> index, boolean partitioned) {
        String definition = index.get(1);
        return "CREATE " + (index.get(2).equals("true") ? "UNIQUE " : "") + "INDEX "
                + (partitioned ? "" : "CONCURRENTLY ") + "IF NOT EXISTS " + quote(index.get(0)) + " ON "
                + quoted(table.target()) + definition.substring(definition.indexOf(" USING "));
    }

    private boolean present(Wanted table, String index) throws SQLException {
        List<List<String>> found = target.rows(
                "SELECT i.indisvalid::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " JOIN pg_index i ON i.indexrelid = c.oid WHERE n.nspname = ? AND c.relname = ?",
                table.target().schema(),
                index);
        if (!found.isEmpty() && found.get(0).get(0).equals("false")) {
            String name = quote(table.target().schema()) + "." + quote(index);
            book.warn(
                    "INDEX_INVALID",
                    table.target().schema() + "." + index,
                    "An earlier attempt left the index unfinished on the target.",
                    "REINDEX INDEX CONCURRENTLY " + name + ", or drop it and run the command again.");
        }
        return !found.isEmpty();
    }

    private boolean constrained(Wanted table, String constraint) throws SQLException {
        return target.any(
                "SELECT 1 FROM pg_constraint co JOIN pg_class c ON c.oid = co.conrelid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ? AND quote_ident(co.conname) = ?",
                table.target().schema(),
                table.target().name(),
                constraint);
    }

    private void foreignKeys(Wanted table, Wanted.All wanted) throws SQLException {
        for (ForeignKey key : table.source().foreignKeys()) {
            String name = identifiers(List.of(key.name())).get(0);
            if (constrained(table, name) || table.hasForeignKey(key.columns())) {
                continue;
            }
            Optional<Wanted> parent = wanted.parent(key);
            if (parent.isEmpty()) {
                book.foreignKeyLeftOut(table, key.name(), key.parent());
                continue;
            }
            foreignKey(table, key, name, parent.get());
        }
    }

    private void foreignKey(Wanted table, ForeignKey key, String name, Wanted parent) throws SQLException {
        List<String> row = source.rows(
                        "SELECT pg_get_constraintdef(co.oid), (SELECT bool_or(relkind = 'p')::text FROM pg_class"
                                + " WHERE oid IN (co.conrelid, co.confrelid)) FROM pg_constraint co"
                                + " WHERE co.conrelid = ?::regclass AND co.conname = ?",
                        quoted(table.source().name()),
                        key.name())
                .get(0);
        String definition = row.get(0);
        String rules = definition.substring(definition.indexOf(')', definition.indexOf(" REFERENCES ")) + 1);
        String add = "ALTER TABLE " + quoted(table.target()) + " ADD CONSTRAINT " + name + " FOREIGN KEY ("
                + identifiers(key.columns()).stream().collect(joining(", ")) + ") REFERENCES " + quoted(parent.target())
                + " ("
                + identifiers(parent.named(key.parentColumns())).stream().collect(joining(", ")) + ")"
                + rules.replace(" NOT VALID", "");
        if (row.get(1).equals("true")) {
            book.foreignKey("foreign key " + key.name() + " on " + table.target(), add);
        } else {
            // writers wait for a moment alone, and not while all rows are checked
            book.foreignKey(
                    "foreign key " + key.name() + " on " + table.target(),
                    add + " NOT VALID",
                    "ALTER TABLE " + quoted(table.target()) + " VALIDATE CONSTRAINT " + name);
        }
    }
}
