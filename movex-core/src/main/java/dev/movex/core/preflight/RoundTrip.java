package dev.movex.core.preflight;

import static java.util.stream.Collectors.joining;

import dev.movex.core.Side;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.dialect.ServerProbe;
import dev.movex.core.plan.ColumnKind;
import dev.movex.core.plan.Problem;
import dev.movex.core.plan.Problem.Severity;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends hostile values into a temporary table through the very driver and URL in use, and looks at what the server got and
 * what comes back. Used once.
 */
final class RoundTrip {
    private static final String TABLE = "movex_round_trip";

    private final Connection connection;
    private final ServerProbe probe;
    private final Side side;
    private final List<HostileValue> values;

    private RoundTrip(DatabaseView view, Side side) {
        this.connection = view.connection();
        this.probe = view.dialect().probe();
        this.side = side;
        this.values = HostileValue.all().stream()
                .filter(value -> !value.text().equals("NaN") || probe.holdsNaN())
                .toList();
    }

    static List<Problem> check(DatabaseView src, DatabaseView dst) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        Map<String, Finding> ofSource = new RoundTrip(src, Side.SRC).inTransaction(problems);
        Map<String, Finding> ofTarget = new RoundTrip(dst, Side.DST).inTransaction(problems);
        for (HostileValue value : HostileValue.all()) {
            Finding one = ofSource.get(value.name());
            Finding other = ofTarget.get(value.name());
            boolean shared = one != null && other != null;
            if (value.needed() || !shared) {
                Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
                        .flatMap(Optional::stream)
                        .forEach(finding -> problems.add(finding.problem(value, shared)));
            }
        }
        return problems;
    }

    /**
     * What became of a value on one side.
     *
     * @param readBack whether the driver reads it back as it was sent
     */
    private record Finding(Side side, String what, String remedy, boolean readBack) {
        /** Where both drivers write a value in the same other way, the application sees on both sides what it wrote. */
        Problem problem(HostileValue value, boolean onBothSides) {
            boolean harmless = !value.needed() || readBack && onBothSides;
            return new Problem(
                    harmless ? Severity.WARNING : Severity.ERROR, "ROUND_TRIP_FAILED", side.label(), what, remedy);
        }
    }

    private Map<String, Finding> inTransaction(List<Problem> problems) throws SQLException {
        Map<String, Finding> spoilt = new LinkedHashMap<>();
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            Optional<Problem> refused = create();
            if (refused.isPresent()) {
                problems.add(refused.get());
                return spoilt;
            }
            for (HostileValue value : values) {
                send(value).ifPresent(problem -> spoilt.put(value.name(), problem));
            }
            execute(probe.dropTemporary(TABLE));
            return spoilt;
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String column(ColumnKind kind) {
        return "of_" + kind.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Problem> create() {
        String columns = values.stream()
                .map(HostileValue::kind)
                .distinct()
                .map(kind -> column(kind) + " " + probe.type(kind))
                .collect(joining(", "));
        try {
            execute("CREATE TEMPORARY TABLE " + TABLE + " (" + columns + ")");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(new Problem(
                    Severity.WARNING,
                    "ROUND_TRIP_NOT_TRIED",
                    side.label(),
                    "No temporary table could be made to try the driver's handling of values (SQLState "
                            + e.getSQLState() + ").",
                    "Run preflight once as a user who may create temporary tables, with the same driver and URL."));
        }
    }

    private Optional<Finding> send(HostileValue value) throws SQLException {
        String column = column(value.kind());
        Savepoint before = connection.setSavepoint();
        try {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + TABLE + " (" + column + ") VALUES (?)")) {
                value.sent().into(insert, 1);
                insert.executeUpdate();
            }
            boolean stored = stored(value, column);
            boolean back = comesBack(value, column);
            execute("DELETE FROM " + TABLE);
            if (stored && back) {
                return Optional.empty();
            }
            // who reads it by other means than this driver sees the other value
            return Optional.of(finding(
                    value,
                    back
                            ? " is stored as another value, though the driver reads it back as it was."
                            : " is not what the server stores and gives back.",
                    back));
        } catch (SQLException e) {
            connection.rollback(before);
            String what = " was refused or could not be read (SQLState " + e.getSQLState() + ").";
            return Optional.of(finding(value, what, false));
        }
    }

    private boolean stored(HostileValue value, String column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + probe.text(value.kind(), column) + " FROM " + TABLE)) {
            return row.next() && value.text().equals(row.getString(1));
        }
    }

    /** Prepared, since drivers may read the values of such statements in another way. */
    private boolean comesBack(HostileValue value, String column) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + column + " FROM " + TABLE);
                ResultSet row = select.executeQuery()) {
            return row.next() && value.same().as(row, 1);
        }
    }

    private Finding finding(HostileValue value, String what, boolean readBack) throws SQLException {
        DatabaseMetaData driver = connection.getMetaData();
        List<String> set = DriverProperties.setIn(driver.getURL(), value.kind());
        return new Finding(
                side,
                "Sent through " + driver.getDriverName() + " "
                        + driver.getDriverVersion().replaceFirst(" \\(.*", "") + ", " + value.name() + what,
                set.isEmpty()
                        ? "Look for " + String.join(", ", DriverProperties.known(value.kind()))
                                + " among the driver's properties, and at its version."
                        : "Leave " + String.join(", ", set) + " out of the URL, or give it the driver's usual value.",
                readBack);
    }
}
