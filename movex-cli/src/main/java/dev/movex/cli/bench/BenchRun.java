package dev.movex.cli.bench;

import dev.movex.cli.ExitCode;
import dev.movex.testkit.database.ServerKind;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the benchmarks' commands share: which databases there are, how a wrong option is told, where the report goes. */
final class BenchRun {
    private static final List<String> KINDS = List.of("postgresql", "mariadb", "mysql");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the report as one JSON object on the last line of stdout.")
    private boolean json;

    /** @throws ParameterException with the sentence unless something is so */
    void check(boolean valid, String sentence) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    /** Returns a kind of server that can be started here. */
    ServerKind kind(String name) {
        check(
                KINDS.contains(name),
                "There is no database '" + name + "' here; there are postgresql, mariadb and mysql.");
        ServerKind kind = ServerKind.valueOf(name.toUpperCase(Locale.ROOT));
        check(kind.unavailable().isEmpty(), kind.unavailable().orElse(""));
        return kind;
    }

    /** Returns source and target of a text such as {@code postgresql:mariadb}, or of one name for both. */
    List<ServerKind> pair(String names) {
        List<String> each = List.of(names.split(":", -1));
        check(each.size() <= 2, "Name one database, or two of them joined by a colon.");
        return List.of(kind(each.get(0)), kind(each.get(each.size() - 1)));
    }

    /**
     * Prints a report: for people, and as one object if that is asked for, which has stdout for itself then.
     *
     * @return the exit code
     */
    int report(Consumer<PrintStream> print, String object, boolean positive) {
        print.accept(json ? System.err : System.out);
        if (json) {
            System.out.println(object);
        }
        return positive ? ExitCode.OK : ExitCode.NEGATIVE;
    }
}
