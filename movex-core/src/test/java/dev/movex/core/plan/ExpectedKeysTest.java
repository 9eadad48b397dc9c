package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan counts with the keys that the target is given when the rows are there. */
class ExpectedKeysTest {
    private static final ForeignKey CASCADE =
            new ForeignKey("to_parent", List.of("id"), new TableName("a", "parent"), List.of("id"), true);

    private static Table table(String schema, String name, List<ForeignKey> keys, List<List<String>> uniques) {
        Column id =
                new Column("id", "", "int", "int", ColumnKind.INTEGER, false, Column.Identity.NONE, false, false, "");
        return new Table(new TableName(schema, name), List.of(id), List.of("id"), keys, uniques, List.of(), 0);
    }

    private static Catalog catalog(String schema, String dialect, List<ForeignKey> keys) {
        return new Catalog() {
            @Override
            public String dialectName() {
                return dialect;
            }

            @Override
            public String identity() {
                return schema;
            }

            @Override
            public List<Table> readTables(List<String> schemas) {
                return List.of(table(schema, "parent", List.of(), List.of()), table(schema, "child", keys, List.of()));
            }

            @Override
            public List<Sequence> readSequences(List<String> schemas) {
                return List.of();
            }

            @Override
            public String currentSchema() {
                return schema;
            }

            @Override
            public List<Problem> checkTables(dev.movex.core.Side side, List<Table> tables) {
                return List.of();
            }

            @Override
            public List<Problem> checkServer(dev.movex.core.Side side) {
                return List.of();
            }
        };
    }

    @Test
    void aForeignKeyThatTheTargetLacksIsExpectedThereUnderItsParentsNameThere() throws SQLException {
        PlanDraft draft = PlanReader.read(
                "m", catalog("a", "one", List.of(CASCADE)), catalog("b", "one", List.of()), PlanOptions.all());
        assertThat(draft.plan().table("a.child").dst().foreignKeys())
                .containsExactly(
                        new ForeignKey("to_parent", List.of("id"), new TableName("b", "parent"), List.of("id"), true));
    }

    @Test
    void whatTheTargetHasStaysAsItIs() {
        ForeignKey own = new ForeignKey("other", List.of("id"), new TableName("b", "parent"), List.of("id"), false);
        Table target = table("b", "child", List.of(own), List.of());
        Table source = table("a", "child", List.of(CASCADE), List.of(List.of("gone")));
        assertThat(ExpectedKeys.add(source, target, name -> name)).isEqualTo(target);
    }
}
