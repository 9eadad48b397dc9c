package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.plan.Column.Identity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversionTest {
    private static Table table(String type, ColumnKind kind) {
        Column id = new Column("id", "", type, type, kind, false, Identity.NONE, false, false, "");
        return new Table(new TableName("s", "t"), List.of(id), List.of("id"), List.of(), List.of(), List.of(), -1);
    }

    private static PlannedTable plan(Conversion conversion) {
        List<Problem> problems = new ArrayList<>();
        TableMapping mapping = TableMapping.of("t").convert("id", conversion);
        PlannedTable planned = new TableMapper(
                        table("binary(16)", ColumnKind.BYTES), table("uuid", ColumnKind.UUID), mapping, problems)
                .plan("t", PlanOptions.all(), false);
        assertThat(problems).isEmpty();
        return planned;
    }

    @Test
    void aSwappedUuidIsNotOrderedAsTheUuidIs() {
        assertThat(plan(Conversion.UUID_SWAPPED).sharesKeyOrder()).isFalse();
        assertThat(plan(Conversion.UUID_SWAPPED).form("id")).isEqualTo(ColumnKind.UUID);
    }
}
