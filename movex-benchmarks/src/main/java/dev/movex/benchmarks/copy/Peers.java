package dev.movex.benchmarks.copy;

import dev.movex.benchmarks.orders.OrdersBed;
import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The peers that a pair of servers has. */
final class Peers {
    private static final String COLUMNS = "id, user_id, sku, qty, price, status, note, created_at, utime";

    private final OrdersBed bed;
    private final long rows;
    private final Map<String, String> environment;

    Peers(OrdersBed bed, long rows) {
        this.bed = bed;
        this.rows = rows;
        this.environment =
                Map.of("PGPASSWORD", src().password(), "SRC_PWD", src().password(), "DST_PWD", dst().password());
    }

    private Database src() {
        return bed.database(Side.SRC);
    }

    private Database dst() {
        return bed.database(Side.DST);
    }

    List<Peer> all() {
        List<Peer> peers = new ArrayList<>();
        ServerKind kind = src().server().kind();
        if (kind == ServerKind.POSTGRESQL && dst().server().kind() == kind) {
            String psql = psql(dst());
            peers.add(peer("psql text, 2 streams", List.of("psql"), 2, i -> copy(i, 2, "")));
            peers.add(peer("psql text", List.of("psql"), 1, i -> copy(i, 1, "")));
            peers.add(peer("psql binary", List.of("psql"), 1, i -> copy(i, 1, " (FORMAT binary)")));
            peers.add(peer(
                    "pg_dump | psql",
                    List.of("pg_dump", "psql"),
                    1,
                    i -> "pg_dump -a -t orders " + url(src()) + " | " + psql));
            // whole databases are its way, so it would clone Movex's own tables over those of the target
            Database apart = Database.create(dst().server(), "cloned");
            peers.add(peer("pgcopydb", List.of("pgcopydb", "pg_dump"), 1, i -> cloned(apart), apart));
        } else if (kind != ServerKind.POSTGRESQL && dst().server().kind() != ServerKind.POSTGRESQL) {
            peers.add(peer("client pipe, 2 streams", List.of("mariadb"), 2, i -> load(i, 2)));
            peers.add(peer("client pipe", List.of("mariadb"), 1, i -> load(i, 1)));
            peers.add(peer(
                    "mariadb-dump | mariadb",
                    List.of("mariadb-dump", "mariadb"),
                    1,
                    i -> "MYSQL_PWD=$SRC_PWD mariadb-dump --no-create-info --single-transaction " + login(src()) + " "
                            + src().name() + " orders | MYSQL_PWD=$DST_PWD mariadb " + login(dst()) + " "
                            + dst().name()));
            peers.add(peer("mydumper + myloader", List.of("mydumper", "myloader"), 1, i -> dumper()));
        }
        peers.add(new Peer(
                "JDBC batches, 2 streams",
                List.of(),
                () -> {
                    new JdbcBatches(src(), dst(), rows).run();
                    return "";
                },
                dst()));
        return peers;
    }

    private interface Line {
        String of(long stream);
    }

    private Peer peer(String name, List<String> programs, int streams, Line line) {
        return peer(name, programs, streams, line, dst());
    }

    private Peer peer(String name, List<String> programs, int streams, Line line, Database into) {
        return new Peer(
                name,
                programs,
                () -> {
                    int code = Shell.run(
                            LongStream.range(0, streams).mapToObj(line::of).toList(), environment);
                    return code == 0 ? "" : "failed with exit code " + code;
                },
                into);
    }

    private String cloned(Database into) {
        return "d=$(mktemp -d) && pgcopydb clone --drop-if-exists --dir $d/w --table-jobs 2 --source " + url(src())
                + " --target " + url(into) + "; r=$?; rm -rf $d; exit $r";
    }

    private String copy(long stream, int streams, String format) {
        return psql(src()) + " -c \"COPY (SELECT * FROM orders WHERE " + part(stream, streams) + ") TO STDOUT" + format
                + "\" | " + psql(dst()) + " -c \"COPY orders FROM STDIN" + format + "\"";
    }

    /** Its programs take passwords from a file alone; the lock of the whole server is not the user's to take. */
    private String dumper() {
        String files =
                "umask 077; d=$(mktemp -d); password() { printf '[client]\\npassword=%s\\n' \"$1\" > $d/.my.cnf; }; ";
        return files + "password \"$SRC_PWD\" && HOME=$d mydumper --no-locks " + login(src()) + " -B " + src().name()
                + " -T orders -m -t 2 -r 100000 -o $d/x && password \"$DST_PWD\" && HOME=$d myloader " + login(dst())
                + " -B " + dst().name() + " -t 2 -d $d/x; r=$?; rm -rf $d; exit $r";
    }

    private String load(long stream, int streams) {
        return "MYSQL_PWD=$SRC_PWD mariadb " + login(src()) + " -N -B -r --quick -e \"SELECT "
                + COLUMNS.replace("note", "IFNULL(note, '\\\\\\\\N')") + " FROM orders WHERE " + part(stream, streams)
                + "\" " + src().name() + " | MYSQL_PWD=$DST_PWD mariadb " + login(dst())
                + " --local-infile=1 -e \"LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE orders\" " + dst().name();
    }

    private String part(long stream, int streams) {
        return "id > " + rows * stream / streams + " AND id <= " + rows * (stream + 1) / streams;
    }

    private static String psql(Database database) {
        return "psql -X -q -v ON_ERROR_STOP=1 -d " + url(database);
    }

    private static String url(Database database) {
        return "'host=" + database.server().host() + " port="
                + database.server().port() + " user=" + database.username() + " dbname=" + database.name() + "'";
    }

    private static String login(Database database) {
        return "-h " + database.server().host() + " -P " + database.server().port() + " -u " + database.username();
    }
}
