package dev.movex.cli;

import dev.movex.core.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that name the two databases. */
final class DatabaseOptions {
    private static final Pattern PASSWORD_INSIDE =
            Pattern.compile("[?&;]password=|//[^/?]*:[^/?]*@", Pattern.CASE_INSENSITIVE);

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--source-url", paramLabel = "URL", description = "JDBC URL of the source, without a password.")
    private @Nullable String sourceUrl;

    @Option(names = "--source-user", paramLabel = "USER", description = "User of the source.")
    private @Nullable String sourceUser;

    @Option(
            names = "--source-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the source's password; else MOVEX_SOURCE_PASSWORD, else a prompt.")
    private @Nullable Path sourcePasswordFile;

    @Option(names = "--target-url", paramLabel = "URL", description = "JDBC URL of the target, without a password.")
    private @Nullable String targetUrl;

    @Option(names = "--target-user", paramLabel = "USER", description = "User of the target.")
    private @Nullable String targetUser;

    @Option(
            names = "--target-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the target's password; else MOVEX_TARGET_PASSWORD, else a prompt.")
    private @Nullable Path targetPasswordFile;

    /** Returns both databases, the source first. */
    List<Endpoint> both() {
        List<Endpoint> given = given();
        if (given.size() < 2) {
            throw usage("--source-url and --target-url are both needed.");
        }
        return given;
    }

    /** Returns the databases that were named, at least one, the source first. */
    List<Endpoint> given() {
        Passwords passwords = Passwords.ofProcess();
        List<Endpoint> result = new ArrayList<>();
        add(result, passwords, Side.SRC, sourceUrl, sourceUser, sourcePasswordFile);
        add(result, passwords, Side.DST, targetUrl, targetUser, targetPasswordFile);
        if (result.isEmpty()) {
            throw usage("--source-url or --target-url is needed.");
        }
        return result;
    }

    private void add(
            List<Endpoint> to,
            Passwords passwords,
            Side side,
            @Nullable String url,
            @Nullable String user,
            @Nullable Path file) {
        String option = "--" + side.label();
        if (url == null) {
            return;
        }
        if (!url.startsWith("jdbc:")) {
            throw usage(option + "-url must begin with jdbc:, for example jdbc:postgresql://localhost:5432/shop");
        }
        if (PASSWORD_INSIDE.matcher(url).find()) {
            throw usage(
                    "The password must not stand in " + option + "-url, where everyone on this machine sees it. Set "
                            + Passwords.variable(side) + " or give " + option + "-password-file.");
        }
        if (user == null) {
            throw usage(option + "-user is needed with " + option + "-url.");
        }
        to.add(new Endpoint(side, url, user, passwords.of(side, file)));
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
