package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.plan.Conversion;
import dev.movex.core.plan.TableMapping;
import dev.movex.testkit.database.DatabasePair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys whose bytes were put in another order when they were stored. */
abstract class SwappedUuidContract {
    private static final int ROWS = 200;

    /** The digits of a row's uuid, all of them different. */
    private static String uuid(int n) {
        return String.format("%08x-%04x-1%03x-8%03x-%012x", n * 7919, n % 65536, n % 4096, n % 4096, n);
    }

    private static String stored(int n) {
        String digits = uuid(n).replace("-", "");
        return "X'" + digits.substring(12, 16) + digits.substring(8, 12) + digits.substring(0, 8) + digits.substring(16)
                + "'";
    }

    @Test
    void theyAreTheUuidsThatTheyStandFor(DatabasePair pair) throws Exception {
        List<String> source = new ArrayList<>();
        source.add("CREATE TABLE ticket (id BINARY(16) PRIMARY KEY, other BINARY(16), name varchar(40))");
        for (int n = 1; n <= ROWS; n++) {
            source.add("INSERT INTO ticket VALUES (" + stored(n) + ", " + (n % 3 == 0 ? "NULL" : stored(n + 1000))
                    + ", 'n" + n + "')");
        }
        try (MappedLab lab = MappedLab.open(
                pair,
                source,
                List.of("CREATE TABLE ticket (id uuid PRIMARY KEY, other uuid, name varchar(40))"),
                TableMapping.of("ticket")
                        .convert("id", Conversion.UUID_SWAPPED)
                        .convert("other", Conversion.UUID_SWAPPED))) {
            lab.alike("SELECT name FROM ticket ORDER BY name", "SELECT name FROM ticket ORDER BY name");
            lab.migrateUnder((random, writer, n) ->
                    "UPDATE ticket SET name = 'w" + n + "' WHERE id = " + stored(1 + random.nextInt(ROWS)));
            assertThat(lab.number(
                            Side.DST,
                            "SELECT count(*) FROM ticket WHERE id = '" + uuid(7) + "' AND other = '" + uuid(1007)
                                    + "'"))
                    .isEqualTo(1);
            lab.damage(
                    Side.DST,
                    "UPDATE ticket SET other = NULL WHERE id = '" + uuid(1) + "'",
                    "DELETE FROM ticket WHERE id = '" + uuid(2) + "'",
                    "INSERT INTO ticket VALUES ('" + uuid(9000) + "', NULL, 'surplus')");
            assertThat(lab.validate()).isEqualTo(3);
            lab.move(MigrationState.DST_FIRST);
            lab.write(
                    "INSERT INTO ticket VALUES ('" + uuid(5000) + "', '" + uuid(6000) + "', 'new')",
                    "DELETE FROM ticket WHERE id = '" + uuid(3) + "'");
            lab.assertSame();
            lab.validatesClean();
            assertThat(lab.number(
                            Side.SRC,
                            "SELECT count(*) FROM ticket WHERE id = " + stored(5000) + " AND other = " + stored(6000)))
                    .isEqualTo(1);
        }
    }
}
