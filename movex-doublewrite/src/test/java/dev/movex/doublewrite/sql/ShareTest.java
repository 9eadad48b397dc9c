package dev.movex.doublewrite.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.core.plan.Column;
import dev.movex.core.plan.Column.Identity;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Mapping;
import dev.movex.core.plan.Mapping.OneSide;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.plan.RowCondition;
import dev.movex.core.plan.RowCondition.Bucket;
import dev.movex.core.plan.RowCondition.Compared;
import dev.movex.core.plan.RowCondition.Operator;
import dev.movex.core.plan.Table;
import dev.movex.core.plan.TableName;
import dev.movex.core.row.RowKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which planned tables a row of the primary belongs to, and what they call it. */
class ShareTest {
    private static final Dialect POSTGRES = Dialects.named("postgresql");
    private static final Column ID = column("id", "int8", ColumnKind.INTEGER);
    private static final Column TENANT = column("tenant", "text", ColumnKind.TEXT);
    private static final Column NAME = column("name", "text", ColumnKind.TEXT);

    @Test
    void aKeyGoesToTheBucketThatItFallsInto() {
        Table item = table("item", List.of(ID, NAME), "id");
        PlannedTables tables = tables(
                Side.SRC,
                planned("even", item, table("even", List.of(ID, NAME), "id"), both(new Bucket("id", 2, 0))),
                planned("odd", item, table("odd", List.of(ID, NAME), "id"), both(new Bucket("id", 2, 1))));
        assertThat(owners(tables, "item", "4")).containsExactly("even[4]");
        assertThat(owners(tables, "item", "-3")).containsExactly("odd[-3]");
    }

    @Test
    void aConstantOfTheKeyTellsMergedTablesApart() {
        Table merged = table("item", List.of(TENANT, ID, NAME), "tenant", "id");
        PlannedTables tables = tables(
                Side.DST,
                planned("a", table("a", List.of(ID, NAME), "id"), merged, ofTenant("a")),
                planned("b", table("b", List.of(ID, NAME), "id"), merged, ofTenant("b")));
        assertThat(owners(tables, "item", "a", "7")).containsExactly("a[7]");
        assertThat(owners(tables, "item", "z", "7")).isEmpty();
    }

    @Test
    void anUpdateOfOtherColumnsMovesNoRowThroughAFilter() {
        Table item = table("item", List.of(ID, TENANT, NAME), "id");
        PlannedTables tables =
                tables(Side.SRC, planned("item", item, item, both(new Compared("tenant", Operator.EQUAL, "a"))));
        Share share =
                tables.shares(tables.find(item.name(), false).orElseThrow()).get(0);
        assertThat(share.keeps(Set.of("name"))).isTrue();
        assertThat(share.keeps(Set.of("name", "tenant"))).isFalse();
        assertThat(share.keeps(Set.of())).isFalse();
    }

    @Test
    void writesOfATableThatIsNotAnImageAreNotRepeatedAsTheyAre() {
        Table item = table("item", List.of(ID, NAME), "id");
        Names mapped = names(planned("item", item, item, both(new Bucket("id", 2, 0))));
        Names plain = names(planned("item", item, item, Mapping.NONE));
        assertThat(kind(mapped)).isEqualTo(StatementClass.IMAGE);
        assertThat(kind(plain)).isEqualTo(StatementClass.REPLAY);
    }

    private static StatementClass kind(Names names) {
        String sql = "UPDATE item SET name = ? WHERE id = ?";
        return new TokenClassifier()
                .classify(names.syntax().read(sql, true), names)
                .kind();
    }

    private static Names names(PlannedTable table) {
        return new Names(tables(Side.SRC, table), List.of("public"), new PostgresSyntax(18));
    }

    private static List<String> owners(PlannedTables tables, String table, String... key) {
        PlannedTable whole = tables.find(new TableName("public", table), false).orElseThrow();
        return tables.shares(whole).stream()
                .flatMap(share -> share.key(RowKey.of(key)).stream()
                        .map(own -> share.planned().name() + own.values()))
                .toList();
    }

    private static PlannedTables tables(Side side, PlannedTable... planned) {
        return new PlannedTables(new Plan("m", List.of(planned)), side, POSTGRES, POSTGRES);
    }

    private static Mapping both(RowCondition condition) {
        OneSide one = new OneSide(List.of(condition), Map.of());
        return new Mapping(List.of(), List.of(), one, one);
    }

    private static Mapping ofTenant(String tenant) {
        return new Mapping(
                List.of(),
                List.of(),
                OneSide.NONE,
                new OneSide(List.of(new Compared("tenant", Operator.EQUAL, tenant)), Map.of("tenant", tenant)));
    }

    private static PlannedTable planned(String name, Table src, Table dst, Mapping mapping) {
        List<String> columns = src.columns().stream().map(Column::name).toList();
        return new PlannedTable(
                name, src, dst, columns, null, Collections.nCopies(columns.size(), ColumnKind.SERVER_TEXT), mapping);
    }

    private static Table table(String name, List<Column> columns, String... key) {
        return new Table(new TableName("public", name), columns, List.of(key), List.of(), List.of(), List.of(), -1);
    }

    private static Column column(String name, String type, ColumnKind kind) {
        return new Column(name, "pg_catalog", type, type, kind, true, Identity.NONE, false, false, "");
    }
}
