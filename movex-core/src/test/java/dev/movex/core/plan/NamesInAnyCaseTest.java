package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A name finds the one that differs in case alone, as long as there is no doubt whom it belongs to. */
class NamesInAnyCaseTest {
    private static TableName name(String name) {
        return new TableName("s", name);
    }

    private static Set<TableName> names(String... names) {
        return Arrays.stream(names).map(NamesInAnyCaseTest::name).collect(Collectors.toSet());
    }

    private static Table table(String... columns) {
        List<Column> all = Arrays.stream(columns)
                .map(column -> new Column(
                        column, "", "int", "int", ColumnKind.INTEGER, false, Column.Identity.NONE, false, false, ""))
                .toList();
        return new Table(name("t"), all, List.of(columns[0]), List.of(), List.of(), List.of(), 0);
    }

    @Test
    void aTableIsFoundInAnotherCase() {
        NamesInAnyCase found = new NamesInAnyCase(names("qrtz_locks"), names("QRTZ_LOCKS"));
        assertThat(found.table(name("QRTZ_LOCKS"))).isEqualTo(name("qrtz_locks"));
        assertThat(found.table(name("other"))).isEqualTo(name("other"));
        assertThat(found.table(new TableName("another", "QRTZ_LOCKS")).schema()).isEqualTo("another");
    }

    @Test
    void aTableThatIsThereAsItStandsComesFirst() {
        NamesInAnyCase found = new NamesInAnyCase(names("Item", "item"), names("Item"));
        assertThat(found.table(name("Item"))).isEqualTo(name("Item"));
    }

    @Test
    void twoTablesNeverBecomeOne() {
        NamesInAnyCase found = new NamesInAnyCase(names("item"), names("Item", "item"));
        assertThat(found.table(name("Item"))).isEqualTo(name("Item"));
        assertThat(found.table(name("item"))).isEqualTo(name("item"));
    }

    @Test
    void ofTwoThatItMayBeItIsNone() {
        NamesInAnyCase found = new NamesInAnyCase(names("Item", "item"), names("ITEM"));
        assertThat(found.table(name("ITEM"))).isEqualTo(name("ITEM"));
    }

    @Test
    void columnsAreFoundInAnotherCaseUnlessTheyAreNamed() {
        Table source = table("ID", "createdAt", "Note", "kept", "old");
        Table target = table("id", "createdat", "note", "kept", "OLD");
        TableMapping mapping =
                TableMapping.of("s.t").rename("old", "kept_elsewhere").leaveOut("Note");
        assertThat(NamesInAnyCase.columns(mapping, source, target).columns().renamed())
                .containsOnly(
                        Map.entry("ID", "id"), Map.entry("createdAt", "createdat"), Map.entry("old", "kept_elsewhere"));
        assertThat(NamesInAnyCase.columns(TableMapping.of("s.t"), table("id", "A"), table("id", "a", "A")))
                .isEqualTo(TableMapping.of("s.t"));
        assertThat(NamesInAnyCase.columns(TableMapping.of("s.t"), table("id", "a", "A"), table("id", "a"))
                        .columns()
                        .renamed())
                .as("a is taken by a column of that very name")
                .isEmpty();
    }
}
