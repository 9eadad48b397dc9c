package dev.movex.testkit.ledger;

import dev.movex.testkit.ledger.TableLines.Line;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Compares the tables of two databases row by row, both streamed in the order of the key. */
final class TableComparison {
    private final Findings findings;

    TableComparison(Findings findings) {
        this.findings = findings;
    }

    void compare(DataSource source, DataSource target, List<TableSpec> tables) throws SQLException {
        try (Connection left = TableLines.snapshot(source);
                Connection right = TableLines.snapshot(target)) {
            for (TableSpec table : tables) {
                try (TableLines leftLines = TableLines.of(left, table);
                        TableLines rightLines = TableLines.of(right, table)) {
                    merge(table, leftLines, rightLines);
                }
            }
            left.rollback();
            right.rollback();
        } catch (IOException e) {
            throw new SQLException("the tables could not be compared", e);
        }
    }

    private void merge(TableSpec table, TableLines left, TableLines right) throws SQLException {
        Line a = left.next(table);
        Line b = right.next(table);
        while (a != null || b != null) {
            int order = order(table, a, b);
            if (order < 0 && a != null) {
                findings.add(table + " " + a.key() + ": on the source alone");
                a = left.next(table);
            } else if (order > 0 && b != null) {
                findings.add(table + " " + b.key() + ": on the target alone");
                b = right.next(table);
            } else if (a != null && b != null) {
                if (!a.digest().equals(b.digest())) {
                    findings.add(table + " " + a.key() + ": not equal");
                }
                a = left.next(table);
                b = right.next(table);
            }
        }
    }

    private static int order(TableSpec table, @Nullable Line a, @Nullable Line b) {
        if (a == null || b == null) {
            return a == null ? 1 : -1;
        }
        String[] left = a.text().split("\t", table.keyColumns() + 1);
        String[] right = b.text().split("\t", table.keyColumns() + 1);
        for (int i = 0; i < table.keyColumns(); i++) {
            int order = table.columns().get(i).kind().ordersByNumber()
                    ? new BigInteger(left[i]).compareTo(new BigInteger(right[i]))
                    : Arrays.compareUnsigned(
                            left[i].getBytes(StandardCharsets.UTF_8), right[i].getBytes(StandardCharsets.UTF_8));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
