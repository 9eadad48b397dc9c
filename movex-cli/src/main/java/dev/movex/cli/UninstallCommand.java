package dev.movex.cli;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what Movex has left in the databases, and removes it on demand. */
@Command(
        name = "uninstall",
        description = {
            "Shows what Movex has left in the databases; with --yes removes it.",
            "Tables that another migration needs stay. Refuses where writes would be forgotten."
        })
final class UninstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = "--migration",
            paramLabel = "NAME",
            description = "The migration to remove; may be left out if there is one alone.")
    private @Nullable String migration;

    @Option(names = "--yes", description = "Remove. Without it nothing is changed.")
    private boolean yes;

    @Option(
            names = "--force",
            paramLabel = "REASON",
            description = "Remove even though writes will be forgotten, for the reason given.")
    private @Nullable String force;

    @Override
    public Integer call() throws SQLException {
        if (force != null && force.isBlank()) {
            throw databases.usage("--force needs a reason.");
        }
        List<Endpoint> endpoints = databases.given();
        List<Installation> installations = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            installations.add(Uninstaller.look(endpoint));
        }
        PrintWriter out = spec.commandLine().getOut();
        installations.forEach(one -> print(out, one));
        int code = installations.stream().allMatch(Installation::empty)
                ? ExitCode.OK
                : remove(out, endpoints, installations, chosen(installations));
        out.flush();
        return code;
    }

    private int remove(PrintWriter out, List<Endpoint> endpoints, List<Installation> installations, String chosen)
            throws SQLException {
        Uninstaller uninstaller = new Uninstaller(chosen, force != null);
        List<String> objections = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            objections.addAll(uninstaller.objections(endpoint));
        }
        if (force == null && !objections.isEmpty()) {
            throw Uninstaller.refusal(objections);
        }
        if (force != null) {
            objections.forEach(objection -> out.println("forced (" + force + "): " + objection));
        }
        for (int i = 0; i < endpoints.size(); i++) {
            Installation installation = installations.get(i);
            if (!installation.empty()) {
                if (yes) {
                    uninstaller.remove(endpoints.get(i));
                }
                out.println((yes ? "removed" : "would remove") + " from the "
                        + installation.side().label() + ": " + what(installation, chosen));
            }
        }
        if (!yes) {
            out.println("Nothing was changed. Stop the applications that use Movex's DataSource, then add --yes.");
        }
        return ExitCode.OK;
    }

    private static String what(Installation installation, String chosen) {
        return installation.shared(chosen)
                ? "the rows of migration " + chosen + "; the tables stay for the others"
                : "all of Movex's tables and their schema";
    }

    private static void print(PrintWriter out, Installation installation) {
        String side = installation.side().label();
        if (installation.empty()) {
            out.println(side + ": nothing of Movex");
        }
        installation.rows().forEach((name, rows) -> out.println(side + ": " + name + ", rows " + rows));
        installation.migrations().forEach(one -> out.println(side + ": " + one));
    }

    /** Returns the migration to remove; an empty name if there are tables without any. */
    private String chosen(List<Installation> installations) {
        TreeSet<String> names = new TreeSet<>();
        installations.forEach(i -> i.migrations().forEach(one -> names.add(one.name())));
        if (migration != null) {
            if (!names.isEmpty() && !names.contains(migration)) {
                throw databases.usage("There is no migration " + migration + "; there are: " + names);
            }
            return migration;
        }
        if (names.size() > 1) {
            throw databases.usage("There are several migrations; choose one with --migration: " + names);
        }
        return names.isEmpty() ? "" : names.first();
    }
}
