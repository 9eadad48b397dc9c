package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan survives its stored form. */
class StoredPlanTest {
    private static Column column(String name, ColumnKind kind, Column.Identity identity) {
        return new Column(name, "pg_catalog", "int8", "bigint", kind, false, identity, false, false, "");
    }

    @Test
    void nothingIsLostInTheStoredForm() {
        Table table = new Table(
                new TableName("public", "t"),
                List.of(
                        column("id", ColumnKind.INTEGER, Column.Identity.ALWAYS),
                        column("name", ColumnKind.TEXT, Column.Identity.NONE)),
                List.of("id"),
                List.of(),
                List.of(List.of("name")),
                List.of("audit"),
                12);
        Mapping mapping = new Mapping(
                List.of("id", "title"),
                List.of(Conversion.values()[0], Conversion.values()[0]),
                new Mapping.OneSide(
                        List.of(new RowCondition.Compared("id", RowCondition.Operator.LESS, "100")), Map.of()),
                new Mapping.OneSide(List.of(), Map.of("region", "eu")));
        PlannedTable planned = new PlannedTable(
                "public.t",
                table,
                table,
                List.of("id", "name"),
                null,
                List.of(ColumnKind.INTEGER, ColumnKind.TEXT),
                mapping);
        StoredPlan plan = new StoredPlan("postgresql", "mysql", new Plan("shop", List.of(planned)));
        assertThat(StoredPlan.ofJson(plan.toJson())).isEqualTo(plan);
    }
}
