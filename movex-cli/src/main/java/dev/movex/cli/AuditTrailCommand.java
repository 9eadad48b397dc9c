package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.scheduler.AuditEntry;
import dev.movex.scheduler.AuditReader;
import dev.movex.scheduler.AuditVerdict;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Shows who did what to a migration, and checks that nobody has rewritten it. */
@Command(
        name = "audit-trail",
        description = {
            "Shows who did what to a migration, and why; with --verify checks that nobody has rewritten it.",
            "The entries are chained by hashes in both databases. Note the heads that --verify prints, and a later look"
                    + " can show that nothing before them was changed."
        },
        footer = "%nThe exit code is 1 if the trail is broken.")
final class AuditTrailCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Option(names = "--migration", paramLabel = "NAME", required = true, description = "The migration.")
    private String migration = "";

    @Option(names = "--verify", description = "Check the chains, and name what is broken first.")
    private boolean verify;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() throws SQLException {
        AuditReader reader = new AuditReader(
                migration,
                Databases.of(
                        databases.endpoint(Side.SRC).dataSource(),
                        databases.endpoint(Side.DST).dataSource()));
        List<AuditEntry> entries = reader.entries();
        PrintWriter out = answer.people();
        entries.forEach(entry -> out.println(line(entry)));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("migration", migration);
        object.put("entries", entries);
        int code = verify ? verify(reader.verify(), out, object) : ExitCode.OK;
        answer.object(JsonMapper.shared().writeValueAsString(object));
        return code;
    }

    private static String line(AuditEntry entry) {
        String states = entry.to() == null || entry.from() == null
                ? ""
                : " " + entry.from().wire() + " -> " + entry.to().wire();
        return entry.at() + " epoch " + entry.epoch() + " " + entry.what() + states + " by " + entry.who()
                + (entry.override() ? ", gates overridden" : "")
                + (entry.why().isBlank() ? "" : ": " + entry.why());
    }

    private static int verify(AuditVerdict verdict, PrintWriter out, Map<String, Object> object) {
        object.put("intact", verdict.intact());
        object.put("broken", verdict.broken());
        object.put("heads", verdict.heads());
        verdict.broken().forEach(broken -> out.println("BROKEN: " + broken));
        verdict.heads()
                .forEach((side, head) ->
                        out.println("head of the " + side.label() + ": entry " + head.number() + ", " + head.hash()));
        out.println(verdict.intact() ? "The trail is whole." : "The trail is broken.");
        return verdict.intact() ? ExitCode.OK : ExitCode.NEGATIVE;
    }
}
