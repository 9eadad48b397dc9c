package dev.movex.testkit.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A whole row as its writer believes it to be. Immutable. */
public final class Row {
    private final TableSpec table;
    private final List<@Nullable Object> values;

    private Row(TableSpec table, List<@Nullable Object> values) {
        this.table = table;
        this.values = Collections.unmodifiableList(values);
    }

    /** Returns a row of values in the order of the table's columns. */
    public static Row of(TableSpec table, @Nullable Object... values) {
        if (values.length != table.columns().size()) {
            throw new IllegalArgumentException(table + " has " + table.columns().size() + " columns");
        }
        List<@Nullable Object> list = new ArrayList<>(values.length);
        Collections.addAll(list, values);
        return new Row(table, list);
    }

    /** Reads the current row of a query that selects {@link TableSpec#columnList}. */
    public static Row read(TableSpec table, ResultSet row) throws SQLException {
        List<@Nullable Object> list = new ArrayList<>(table.columns().size());
        for (int i = 0; i < table.columns().size(); i++) {
            list.add(table.columns().get(i).kind().read(row, i + 1));
        }
        return new Row(table, list);
    }

    /** Returns a row that differs in one column. */
    public Row with(String column, @Nullable Object value) {
        List<@Nullable Object> changed = new ArrayList<>(values);
        changed.set(table.indexOf(column), value);
        return new Row(table, changed);
    }

    /** Returns the table. */
    public TableSpec table() {
        return table;
    }

    /** Returns the value of a column. */
    public @Nullable Object get(String column) {
        return values.get(table.indexOf(column));
    }

    /** Returns a number that is not null. */
    public long number(String column) {
        return ((Number) required(column)).longValue();
    }

    /** Returns a text that is not null. */
    public String text(String column) {
        return (String) required(column);
    }

    /** Returns a decimal that is not null. */
    public BigDecimal decimal(String column) {
        return (BigDecimal) required(column);
    }

    /** Returns the values of the key. */
    public List<Object> keyValues() {
        return values.stream()
                .limit(table.keyColumns())
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Returns the key as text, its columns parted by commas. */
    public String key() {
        return keyValues().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Returns what stands for the content of the row, the same that {@link Oracle} computes from the database. */
    public Digest digest() {
        byte[] line = CopyText.line(values).getBytes(StandardCharsets.UTF_8);
        return Digest.of(line, line.length);
    }

    private Object required(String column) {
        return Objects.requireNonNull(get(column), () -> table + "." + column + " is null");
    }

    @Override
    public String toString() {
        return table + " " + key();
    }
}
