package dev.movex.core.dialect;

import dev.movex.core.plan.Column;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPY into PostgreSQL. From another PostgreSQL the bytes pass through unread, in the binary form where it means the same
 * on both servers; from elsewhere as lines of text.
 */
final class PostgresBulkCopy implements BulkCopy {
    private static final String STAGE = "movex_stage";
    private static final int BUFFER = 64 * 1024;

    /** Types whose binary form holds nothing that a server numbers for itself, and is the same in all versions. */
    private static final Set<String> BINARY = Set.of(
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "numeric",
            "bool",
            "text",
            "varchar",
            "bpchar",
            "bytea",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "uuid",
            "json",
            "jsonb",
            "bit",
            "varbit",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "_int2",
            "_int4",
            "_int8",
            "_float4",
            "_float8",
            "_numeric",
            "_bool",
            "_text",
            "_varchar",
            "_bpchar",
            "_date",
            "_timestamp",
            "_timestamptz",
            "_uuid");

    private final Opener source;
    private final PostgresTableSql target;
    private final String format;

    private PostgresBulkCopy(Opener source, PostgresTableSql target, String format) {
        this.source = source;
        this.target = target;
        this.format = format;
    }

    private interface Opener {
        BulkStream open(Connection from, KeyRange range) throws SQLException;
    }

    static PostgresBulkCopy fromPostgres(PostgresTableSql source, PostgresTableSql target) {
        String format = binary(source.columns(), target.columns()) ? " (FORMAT binary)" : "";
        return new PostgresBulkCopy(
                (from, range) -> PostgresBytes.open(from, source.selectBytes(range), format), target, format);
    }

    static PostgresBulkCopy fromElsewhere(Dialect dialect, TableSql source, PostgresTableSql target) {
        return new PostgresBulkCopy(
                (from, range) -> new LineStream(dialect.readFields(from, source, range), target.lineForms()),
                target,
                "");
    }

    private static boolean binary(List<Column> source, List<Column> target) {
        return IntStream.range(0, source.size()).allMatch(i -> sameBinary(source.get(i), target.get(i)));
    }

    private static boolean sameBinary(Column source, Column target) {
        return BINARY.contains(source.typeName())
                && source.typeName().equals(target.typeName())
                && source.typeSchema().equals("pg_catalog")
                && target.typeSchema().equals("pg_catalog");
    }

    @Override
    public boolean usable(Connection to) throws SQLException {
        return to.isWrapperFor(PGConnection.class);
    }

    @Override
    public Moved copyInto(Connection from, KeyRange range, Connection to) throws SQLException {
        return copy(from, range, to, target.table());
    }

    @Override
    public Moved copyAbsent(Connection from, KeyRange range, Connection to) throws SQLException {
        String names = PostgresTableSql.names(target.columns());
        try (Statement statement = to.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE " + STAGE + " ON COMMIT DROP AS SELECT " + names + " FROM "
                    + target.table() + " WITH NO DATA");
            Moved staged = copy(from, range, to, STAGE);
            long added = statement.executeLargeUpdate("INSERT INTO " + target.table() + " (" + names
                    + ") OVERRIDING SYSTEM VALUE SELECT " + names + " FROM " + STAGE + " ON CONFLICT ("
                    + PostgresTableSql.names(target.key()) + ") DO NOTHING");
            return new Moved(added, staged.bytes());
        }
    }

    private Moved copy(Connection from, KeyRange range, Connection to, String into) throws SQLException {
        String copy = "COPY " + into + " (" + PostgresTableSql.names(target.columns()) + ") FROM STDIN" + format;
        try (BulkStream stream = source.open(from, range)) {
            CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            try {
                byte[] buffer = new byte[BUFFER];
                long bytes = 0;
                int length;
                while ((length = stream.read(buffer, 0, buffer.length)) >= 0) {
                    in.writeToCopy(buffer, 0, length);
                    bytes += length;
                }
                return new Moved(in.endCopy(), bytes);
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
        }
    }
}
