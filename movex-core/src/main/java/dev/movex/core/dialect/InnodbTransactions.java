package dev.movex.core.dialect;

import dev.movex.core.MovexException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transactions that are open on a server, as InnoDB's monitor lists them. The table INNODB_TRX would be handier, but
 * it shows what it was when nobody had looked at it for a tenth of a second, which may be never.
 *
 * @param seconds for each transaction that has an id of its own, and so has written, how long it is open; those that
 *     have not written are counted together under 0
 */
record InnodbTransactions(Map<Long, Long> seconds) {
    private static final int ACCESS_DENIED = 1227;

    /** Transactions that only read show the address of their memory in place of an id. */
    private static final long FIRST_ADDRESS = 1L << 46;

    private static final Pattern OPEN = Pattern.compile(
            "---TRANSACTION (\\d+|\\(0x[0-9a-f]+\\)), (?:ACTIVE|COMMITTED)(?: \\(\\w+\\))?(?: (\\d+) sec)?");

    static InnodbTransactions read(Connection connection, MySqlFamilyDialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
            row.next();
            return parse(row.getString("Status"), dialect);
        } catch (SQLException e) {
            if (e.getErrorCode() == ACCESS_DENIED) {
                throw new MovexException(
                        "SESSIONS_HIDDEN",
                        "The user may not see which transactions are open on the " + dialect.product() + " server.",
                        "GRANT PROCESS ON *.* TO it.",
                        e);
            }
            throw e;
        }
    }

    static InnodbTransactions parse(String status, MySqlFamilyDialect dialect) {
        if (status.contains("... truncated...")) {
            throw new MovexException(
                    "SESSIONS_HIDDEN",
                    "There are more transactions open on the " + dialect.product() + " server than its monitor lists.",
                    "Try again when there are fewer.");
        }
        Map<Long, Long> seconds = new LinkedHashMap<>();
        int list = status.indexOf("LIST OF TRANSACTIONS FOR EACH SESSION");
        Matcher open = OPEN.matcher(status);
        for (int from = Math.max(0, list); open.find(from); from = open.end()) {
            boolean address = open.group(1).startsWith("(");
            long id = address ? 0 : Long.parseUnsignedLong(open.group(1));
            long since = open.group(2) == null ? 0 : Long.parseLong(open.group(2));
            seconds.merge(id < 0 || id >= FIRST_ADDRESS ? 0 : id, since, Math::max);
        }
        return new InnodbTransactions(seconds);
    }

    /** Returns the ids of those that have written, separated by commas. */
    String writers() {
        StringBuilder ids = new StringBuilder();
        seconds.keySet().stream()
                .filter(id -> id != 0)
                .forEach(id -> ids.append(ids.isEmpty() ? "" : ",").append(id));
        return ids.toString();
    }

    /** Returns whether one of the given ids is open. */
    boolean anyOf(String ids) {
        return Arrays.stream(ids.split(",", -1)).map(Long::valueOf).anyMatch(seconds::containsKey);
    }

    /** Returns how long the oldest may be open, rounded up; nothing if none is. */
    Duration oldest() {
        return seconds.values().stream()
                .max(Long::compare)
                .map(most -> Duration.ofSeconds(most + 1))
                .orElse(Duration.ZERO);
    }
}
