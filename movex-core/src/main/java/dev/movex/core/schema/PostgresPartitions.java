package dev.movex.core.schema;

import static dev.movex.core.schema.PostgresDdl.quote;
import static dev.movex.core.schema.PostgresDdl.quoted;

import dev.movex.core.plan.TableName;
import java.sql.SQLException;
import java.util.List;

/** The partitions of PostgreSQL's tables, with the defaults, checks and indexes that each has of its own. The search path is empty. */
final class PostgresPartitions {
    private static final String PARTITIONS = """
            WITH RECURSIVE tree AS (
              SELECT inhrelid, 1 AS depth FROM pg_inherits WHERE inhparent = ?::regclass
              UNION ALL SELECT i.inhrelid, depth + 1 FROM pg_inherits i JOIN tree ON i.inhparent = tree.inhrelid)
            SELECT n.nspname, c.relname, pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid),
                   pg_get_partkeydef(c.oid)
            FROM tree JOIN pg_class c ON c.oid = tree.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE c.relispartition ORDER BY depth, n.nspname, c.relname""";

    private static final String OWN = """
            SELECT quote_ident(a.attname) || ' WITH OPTIONS DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
            FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            WHERE d.adrelid = ?::regclass AND a.attgenerated = ''
              AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM
                  (SELECT pg_get_expr(f.adbin, f.adrelid) FROM pg_attrdef f
                   JOIN pg_attribute b ON b.attrelid = f.adrelid AND b.attnum = f.adnum
                   WHERE f.adrelid = ?::regclass AND b.attname = a.attname)
            UNION ALL SELECT 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'c' AND conislocal AND coninhcount = 0""";

    private static final String INDEXES = """
            SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisunique::text
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = ?::regclass AND i.indisvalid
              AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
              AND NOT EXISTS (SELECT 1 FROM pg_constraint co WHERE co.conindid = i.indexrelid)
            ORDER BY c.relname""";

    private final Queries source;
    private final Queries target;
    private final DdlBook book;
    private final PostgresTypes types;

    PostgresPartitions(Queries source, Queries target, DdlBook book, PostgresTypes types) {
        this.source = source;
        this.target = target;
        this.book = book;
        this.types = types;
    }

    void write(Wanted table) throws SQLException {
        TableName root = table.source().name();
        for (List<String> row : source.rows(PARTITIONS, quoted(root))) {
            TableName name = there(row.get(0), row.get(1), table);
            TableName parent = new TableName(row.get(2), row.get(3));
            TableName above = parent.equals(root) ? table.target() : there(row.get(2), row.get(3), table);
            String from = quoted(new TableName(row.get(0), row.get(1)));
            List<String> own = source.column(OWN, from, quoted(parent), from);
            types.schema(name.schema());
            book.tables(
                    "partition " + name,
                    "CREATE TABLE IF NOT EXISTS " + quoted(name) + " PARTITION OF " + quoted(above)
                            + (own.isEmpty() ? "" : " (" + String.join(", ", own) + ")") + " " + row.get(4)
                            + (row.get(5).isEmpty() ? "" : " PARTITION BY " + row.get(5)));
        }
    }

    /** Writes the indexes that are no parts of the whole table's. */
    void indexes(Wanted table) throws SQLException {
        for (List<String> row : source.rows(PARTITIONS, quoted(table.source().name()))) {
            TableName name = there(row.get(0), row.get(1), table);
            for (List<String> index : source.rows(INDEXES, quoted(new TableName(row.get(0), row.get(1))))) {
                String known = quoted(new TableName(name.schema(), index.get(0)));
                if (!target.any("SELECT 1 WHERE to_regclass(?) IS NOT NULL", known)) {
                    book.indexes(
                            "index " + index.get(0) + " on " + name,
                            "CREATE " + (index.get(2).equals("true") ? "UNIQUE " : "") + "INDEX "
                                    + (row.get(5).isEmpty() ? "CONCURRENTLY " : "") + "IF NOT EXISTS "
                                    + quote(index.get(0)) + " ON " + quoted(name)
                                    + index.get(1).substring(index.get(1).indexOf(" USING ")));
                }
            }
        }
    }

    /** What lives in the table's schema goes with it. */
    private static TableName there(String schema, String name, Wanted table) {
        boolean moves = schema.equals(table.source().name().schema());
        return new TableName(moves ? table.target().schema() : schema, name);
    }
}
