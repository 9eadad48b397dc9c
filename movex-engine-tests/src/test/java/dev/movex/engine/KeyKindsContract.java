package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.validate.ValidationRun;
import dev.movex.testkit.database.DatabasePair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of every kind: differences at the ends of a table and at the borders of its ranges are found. */
abstract class KeyKindsContract {
    private final List<InconsistentEvent> events = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "k bigint | k | (n - 6000) * 7",
                "a int, b text | a, b | n % 100, concat('k', n)",
                "k decimal(12, 3) | k | n - 6000.125",
                "k date | k | date '1990-01-01' + n",
                "k uuid | k | concat('00000000-0000-4000-8000-', reverse(lpad(concat(n), 12, '0')))::uuid",
                "k bytea | k | decode(lpad(to_hex(n * 77777), 8, '0'), 'hex')",
                "a uuid, b date, c bigint | b, a, c | concat('00000000-0000-4000-8000-', lpad(concat(n), 12, '0'))::uuid, date '1990-01-01' + n, -n",
                "k text | k | concat('Key ', n)",
                "k text | k | concat(CASE WHEN n > 6000 THEN 'ä' ELSE 'Z' END, n, ' x')"
            })
    void differencesAtBordersAreFound(String columns, String key, String values, DatabasePair pair) throws Exception {
        Lab lab = Lab.of(
                pair, "CREATE TABLE item (" + columns + ", n int NOT NULL, note text, PRIMARY KEY (" + key + "))");
        lab.execBoth("INSERT INTO item SELECT " + values + ", n, 'x' FROM generate_series(1, 12000) n");
        assertThat(lab.validate(events).clean()).isTrue();
        lab.exec(
                Side.DST,
                "UPDATE item SET note = 'y' WHERE n IN (1, 1000, 1001, 4999, 5000, 5001, 5002, 10000, 10001)");
        lab.exec(Side.DST, "DELETE FROM item WHERE n IN (2, 12000)");
        ValidationRun run = lab.validate(events);
        assertThat(run.inconsistencies()).isEqualTo(11);
        assertThat(events).hasSize(11).doesNotHaveDuplicates();
    }
}
