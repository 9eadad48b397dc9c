package dev.movex.compatibility;

import dev.movex.core.plan.Table;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rows of one side as texts that are the same whatever database they come from. */
final class SideRows {
    private SideRows() {}

    static List<String> of(Database database, Table table, List<String> columns) throws SQLException {
        String quote = database.server().kind() == ServerKind.POSTGRESQL ? "\"" : "`";
        String sql = "SELECT " + quote + String.join(quote + "," + quote, columns) + quote + " FROM " + quote
                + table.name().schema() + quote + "." + quote + table.name().name() + quote;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns.size(); i++) {
                    row.append(i == 1 ? "" : "|").append(text(result.getObject(i)));
                }
                rows.add(row.toString());
            }
            // in Java, since databases order texts differently
            Collections.sort(rows);
            return rows;
        }
    }

    static long number(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        if (value instanceof Timestamp moment) {
            return moment.toLocalDateTime().toString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof UUID uuid) {
            return uuid.toString().toLowerCase(Locale.ROOT);
        }
        return String.valueOf(value);
    }
}
