package dev.movex.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.Oracle;
import dev.movex.testkit.ledger.Verdict;
import dev.movex.testkit.shop.Planted.Kind;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@RealPostgres
class DamageTest {
    private static final ShopSizes SIZES = ShopSizes.ofOrders(2_000);

    @Test
    void equalLoadsAreEqualAndEveryPlantedRowIsADifference(DatabasePair pair) throws SQLException {
        Shop.create(pair.src(), SIZES);
        Shop.create(pair.dst(), SIZES);
        assertThat(Oracle.differences(pair.src(), pair.dst(), ShopTables.ALL)).isZero();
        List<Planted> planted = new Damage(SIZES, 63, 31, 42, 5).plant(pair.dst());
        assertThat(planted).hasSize(63 + 31 + 42);
        assertThat(new HashSet<>(planted)).hasSize(planted.size());
        assertThat(Oracle.differences(pair.src(), pair.dst(), ShopTables.ALL)).isEqualTo(planted.size());
        assertThat(planted.stream().collect(Collectors.groupingBy(Planted::kind, Collectors.counting())))
                .containsEntry(Kind.CHANGED, 63L)
                .containsEntry(Kind.DELETED, 31L)
                .containsEntry(Kind.ADDED, 42L);
        assertThat(Oracle.differencesByTable(pair.src(), pair.dst(), ShopTables.ALL))
                .isEqualTo(planted.stream().collect(Collectors.groupingBy(Planted::table, Collectors.counting())))
                .hasSize(ShopTables.ALL.size());
    }

    @Test
    void writersNeitherMendNorMaskWhatWasPlanted(DatabasePair pair) throws SQLException {
        Ledger ledger = ShopWritersTest.load(pair.src());
        List<Planted> planted = new Damage(SIZES, 20, 20, 20, 6).plant(pair.src());
        WriterStats stats = ShopWritersTest.run(pair.src(), WriterOptions.of(2, Pace.flatOut()), ledger, 2_000);
        assertThat(stats.failures()).isZero();
        Verdict verdict = new Oracle(ledger).judge(pair.src());
        assertThat(verdict.lostWrites()).isEqualTo(20);
        assertThat(verdict.unwrittenRows()).isEqualTo(40);
        assertThat(verdict.contradictions()).isZero();
        assertThat(verdict.findings())
                .hasSize(20)
                .allMatch(finding ->
                        planted.stream().anyMatch(row -> finding.startsWith(row.table() + " " + row.keyText() + ":")));
    }
}
