package dev.movex.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can't work about mappings, found from the description of the tables alone. */
class MappingPreflightTest {
    private final List<Problem> problems = new ArrayList<>();
    private final Table source = table("item", false, "id bigint", "name text", "made timestamp", "size float8");
    private final Table target = table("item", true, "id bigint", "name text", "made timestamp", "extra text");

    @Test
    void namesThatAreNotThereAreToldWithTheOneThatWasMeant() {
        check(TableMapping.of("item")
                .rename("nam", "name")
                .constant("extr", "x")
                .where("mad IS NULL"));
        assertThat(codes())
                .containsExactlyInAnyOrder(
                        "MAPPING_COLUMN_UNKNOWN s.item.nam",
                        "MAPPING_COLUMN_UNKNOWN s.item.extr",
                        "MAPPING_COLUMN_UNKNOWN s.item.mad");
        assertThat(problems).allMatch(problem -> problem.what().contains("Did you mean"));
    }

    @Test
    void aColumnTakesTheValuesOfOneColumn() {
        check(TableMapping.of("item").rename("made", "name").constant("id", "1"));
        assertThat(codes())
                .contains("MAPPING_COLUMN_TAKEN s.item.made", "MAPPING_CONSTANT_AND_MOVED s.item.id")
                .hasSize(2);
    }

    @Test
    void whatIsLeftOutMustBeFilledOnTheWayBack() {
        check(TableMapping.of("item").leaveOut("id").leaveOut("name").leaveOut("made"));
        assertThat(codes())
                .containsExactlyInAnyOrder(
                        "MAPPING_KEY_LEFT_OUT s.item.id",
                        "MAPPING_LEFT_OUT_NEEDS_VALUE s.item.name",
                        "MAPPING_LEFT_OUT_NEEDS_VALUE s.item.made");
        problems.clear();
        check(TableMapping.of("item").sourceConstant("name", "x").sourceConstant("made", "2020-01-01"));
        assertThat(codes()).isEmpty();
    }

    @Test
    void conversionsFitTheirTypesAndTheWayBack() {
        check(TableMapping.of("item")
                .convert("id", Conversion.BOOLEAN)
                .convert("name", Conversion.TRIM)
                .convert("made", Conversion.UUID));
        assertThat(codes())
                .containsExactlyInAnyOrder(
                        "MAPPING_CONVERSION_TYPES s.item.id",
                        "MAPPING_CONVERSION_NOT_INVERTIBLE s.item.name",
                        "MAPPING_CONVERSION_TYPES s.item.made");
        problems.clear();
        check(TableMapping.of("item").convert("name", Conversion.TRIM).acceptOneWay());
        assertThat(codes()).isEmpty();
    }

    @Test
    void conditionsAreSimpleAndDecidedOnBothSides() {
        check(TableMapping.of("item").where("name LIKE 'a%'"));
        check(TableMapping.of("item").where("size = 1"));
        check(TableMapping.of("item").where("id = 'a'"));
        check(TableMapping.of("item").sourceConstant("name", "x").where("name > 'a'"));
        check(TableMapping.of("item")
                .convert("name", Conversion.TRIM)
                .acceptOneWay()
                .where("name = 'a'"));
        assertThat(codes())
                .containsExactly(
                        "MAPPING_ROWS_UNREADABLE s.item",
                        "MAPPING_ROWS_TYPE s.item.size",
                        "MAPPING_ROWS_TYPE s.item.id",
                        "MAPPING_ROWS_COLUMN_NOT_MOVED s.item.name",
                        "MAPPING_ROWS_CONVERTED s.item.name");
    }

    @Test
    void sharesOfATableExcludeEachOther() {
        assertThat(shares("id < 10", "id >= 10")).isEmpty();
        assertThat(shares("id <= 10", "id > 10")).isEmpty();
        assertThat(shares("bucket(id, 2) = 0", "bucket(id, 2) = 1")).isEmpty();
        assertThat(shares("id IN (1, 2)", "id BETWEEN 3 AND 9")).containsExactly("MAPPING_ROWS_GAP");
        assertThat(shares("name = 'a'", "name <> 'a'")).containsExactly("MAPPING_KEYS_MAY_MEET");
        assertThat(shares("id <= 10", "id >= 10")).containsExactly("MAPPING_ROWS_OVERLAP");
        assertThat(shares("bucket(id, 2) = 0", "bucket(id, 4) = 1")).containsExactly("MAPPING_ROWS_OVERLAP");
        assertThat(shares("name = 'a'", "id = 1")).containsExactly("MAPPING_ROWS_OVERLAP");
    }

    @Test
    void rowsThatBelongToNoShareAreNamed() {
        assertThat(gap("id < 10", "id >= 20")).contains("id = 10");
        assertThat(gap("id < 10", "id > 10")).contains("id = 10");
        assertThat(gap("id < 10", "id BETWEEN 10 AND 19")).contains("id = 20");
        assertThat(gap("bucket(id, 3) = 0", "bucket(id, 3) = 2")).contains("bucket(id, 3) = 1");
        assertThat(gap("name < 'm'", "name > 'm'")).contains("name = m");
        assertThat(gap("id < 10", "id >= 10")).isEmpty();
        assertThat(gap("bucket(id, 2) = 0", "bucket(id, 2) = 1")).isEmpty();
        assertThat(gap("name = 'a'", "name <> 'a'")).isEmpty();
    }

    private String gap(String one, String other) {
        shares(one, other);
        return problems.stream()
                .filter(p -> p.code().equals("MAPPING_ROWS_GAP"))
                .peek(p -> assertThat(p.blocking()).isFalse())
                .map(Problem::what)
                .findFirst()
                .orElse("");
    }

    @Test
    void tablesAreMergedByKeysThatDoNotMeet() {
        Table a = table("a", false, "id bigint");
        Table b = table("b", false, "id bigint");
        Table merged = table("item", false, "id bigint", "name text");
        new MappingGroups(problems)
                .checkPlanned(List.of(
                        plan("a", a, merged, TableMapping.of("a").to("item").constant("name", "a")),
                        plan("b", b, merged, TableMapping.of("b").to("item").constant("name", "b"))));
        assertThat(codes()).containsExactly("MAPPING_ROWS_OVERLAP a and b");
        problems.clear();
        new MappingGroups(problems)
                .checkPlanned(List.of(
                        plan(
                                "a",
                                a,
                                merged,
                                TableMapping.of("a")
                                        .to("item")
                                        .constant("name", "a")
                                        .where("id < 5")),
                        plan(
                                "b",
                                b,
                                merged,
                                TableMapping.of("b")
                                        .to("item")
                                        .constant("name", "b")
                                        .where("id >= 5"))));
        assertThat(codes()).isEmpty();
    }

    @Test
    void zeroDatesAreToldOfDatesOfMySqlAsADateOrAsNullWhereTheTargetTakesIt() {
        Table dated = table("item", false, "id bigint", "name text", "seen date", "made date");
        Table there = table("item", false, "id bigint", "name text", "seen timestamp", "made timestamp");
        TableMapping wrong = TableMapping.of("item")
                .zeroDates("name", "1970-01-01")
                .zeroDates("seen", TableMapping.NULL)
                .zeroDates("made", "soon")
                .zeroDates("id", TableMapping.NULL);
        new TableMapper(dated, there, wrong, problems);
        assertThat(codes())
                .containsExactlyInAnyOrder(
                        "MAPPING_ZERO_DATES_COLUMN s.item.name",
                        "MAPPING_ZERO_DATES_COLUMN s.item.id",
                        "MAPPING_ZERO_DATES_NULL s.item.seen",
                        "MAPPING_ZERO_DATES_VALUE s.item.made");
        problems.clear();
        PlannedTable planned = plan(
                "item", dated, there, TableMapping.of("item").zeroDates(TableMapping.ALL, "1970-01-01 10:00:00.5"));
        assertThat(problems).isEmpty();
        assertThat(planned.mapping().zeroDates())
                .containsOnly(
                        Map.entry("seen", "1970-01-01 10:00:00.500000"),
                        Map.entry("made", "1970-01-01 10:00:00.500000"));
        assertThat(planned.declaredForms().get("seen")).endsWith("told as 1970-01-01 10:00:00.500000");
    }

    private List<String> shares(String one, String other) {
        problems.clear();
        new MappingGroups(problems)
                .checkPlanned(List.of(
                        plan(
                                "a",
                                source,
                                table("a", true, "id bigint", "name text"),
                                TableMapping.of("item").where(one)),
                        plan(
                                "b",
                                source,
                                table("b", true, "id bigint", "name text"),
                                TableMapping.of("item").where(other))));
        return problems.stream().map(Problem::code).toList();
    }

    private PlannedTable plan(String name, Table from, Table to, TableMapping mapping) {
        return new TableMapper(from, to, mapping, problems).plan(name, PlanOptions.all(), true);
    }

    private void check(TableMapping mapping) {
        new TableMapper(source, target, mapping, problems);
    }

    private List<String> codes() {
        return problems.stream().map(p -> p.code() + " " + p.where()).toList();
    }

    private static Table table(String name, boolean nullable, String... columns) {
        List<Column> described = Stream.of(columns)
                .map(c -> {
                    String[] parts = c.split(" ");
                    return new Column(
                            parts[0],
                            parts[1].equals("date") ? "" : "pg_catalog",
                            parts[1],
                            parts[1],
                            kind(parts[1]),
                            nullable,
                            Column.Identity.NONE,
                            false,
                            false,
                            "");
                })
                .toList();
        return new Table(new TableName("s", name), described, List.of("id"), List.of(), List.of(), List.of(), -1);
    }

    private static ColumnKind kind(String type) {
        return switch (type) {
            case "bigint" -> ColumnKind.INTEGER;
            case "text" -> ColumnKind.TEXT;
            case "timestamp", "date" -> ColumnKind.TIMESTAMP;
            default -> ColumnKind.FLOAT;
        };
    }
}
