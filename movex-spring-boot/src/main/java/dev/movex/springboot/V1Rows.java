package dev.movex.springboot;

import dev.movex.core.Side;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.scheduler.LogEntry;
import dev.movex.scheduler.Migration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one route that tells of values of rows: for admins, masked unless asked otherwise with a reason, and written down
 * before anything is told.
 */
final class V1Rows {
    static final String KIND = "row_look";

    private final Function<Call, Migration> migration;

    V1Rows(Function<Call, Migration> migration) {
        this.migration = migration;
    }

    List<Route> routes() {
        return List.of(Route.get(
                        V1.ONE + "/inconsistencies/{number}/row",
                        RouteDoc.of("The row of a difference as it is now on both sides, masked.", Views.RowView.class)
                                .query("unmask", false, "'true' shows the values; needs 'why'.")
                                .query("why", false, "Why the values have to be seen; is written down.")
                                .refuses(400, 404, 503),
                        this::row)
                .admin());
    }

    private Reply row(Call call) {
        Migration asked = migration.apply(call);
        boolean unmask = call.parameter("unmask").orElse("false").equals("true");
        String why = call.parameter("why").orElse("").strip();
        if (unmask && why.isEmpty()) {
            throw new RefusedCallException(Reply.refused(
                    400,
                    "REASON_NEEDED",
                    "Values are shown with a reason alone, and parameter 'why' is missing.",
                    "Say in 'why' what you need them for; it is written down with your name."));
        }
        InconsistentEvent event = event(asked, call.variable("number"));
        List<String> key = event.key().values();
        note(asked, call.who(), event, unmask, why);
        Map<Side, Map<String, @Nullable String>> rows = asked.records().rows(event.table(), key);
        List<Views.ColumnView> columns = new ArrayList<>();
        for (String column : asked.records().columns(event.table()).orElse(List.of())) {
            columns.add(column(column, rows, unmask));
        }
        return Reply.ok(
                "",
                new Views.RowView(
                        event.table(), key, !unmask, rows.get(Side.SRC) != null, rows.get(Side.DST) != null, columns));
    }

    private static InconsistentEvent event(Migration migration, String number) {
        if (number.matches("[1-9][0-9]{0,17}")) {
            long wanted = Long.parseLong(number);
            for (LogEntry line : migration.records().log("inconsistency", wanted - 1, 1)) {
                if (line.id() == wanted) {
                    return InconsistentEvent.ofJson(line.body());
                }
            }
        }
        throw new RefusedCallException(Reply.refused(
                404,
                "NO_SUCH_INCONSISTENCY",
                "There is no inconsistency '" + number + "'.",
                "Take 'number' from the list of inconsistencies."));
    }

    /** What can't be written down is not shown. */
    private static void note(Migration migration, String who, InconsistentEvent event, boolean unmask, String why) {
        Map<String, Object> look = new LinkedHashMap<>();
        look.put("who", who);
        look.put("at", migration.now().toString());
        look.put("table", event.table());
        look.put("key", event.key().values());
        look.put("unmasked", unmask);
        look.put("why", why);
        migration.records().note(KIND, Json.text(look));
    }

    private static Views.ColumnView column(
            String column, Map<Side, Map<String, @Nullable String>> rows, boolean unmask) {
        Map<String, @Nullable String> source = rows.get(Side.SRC);
        Map<String, @Nullable String> target = rows.get(Side.DST);
        boolean differs = source == null || target == null || !Objects.equals(source.get(column), target.get(column));
        return new Views.ColumnView(
                column,
                differs,
                source == null ? null : cell(source.get(column), unmask),
                target == null ? null : cell(target.get(column), unmask));
    }

    private static Views.CellView cell(@Nullable String value, boolean unmask) {
        return value == null
                ? new Views.CellView(true, 0, null)
                : new Views.CellView(false, value.length(), unmask ? value : null);
    }
}
