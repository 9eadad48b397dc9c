package dev.movex.cli;

import dev.movex.core.Side;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    /** Returns the databases that were named, at least one, the source first. */
    List<Endpoint> given() {
        List<Endpoint> given = new ArrayList<>();
        if (sourceUrl != null) {
            given.add(endpoint(Side.SRC));
        }
        if (targetUrl != null) {
            given.add(endpoint(Side.DST));
        }
        if (given.isEmpty()) {
            throw usage("--source-url or --target-url is needed.");
        }
        return given;
    }

    /** Returns the database of a side. */
    Endpoint endpoint(Side side) {
        return side == Side.SRC
                ? endpoint(side, sourceUrl, sourceUser, sourcePasswordFile)
                : endpoint(side, targetUrl, targetUser, targetPasswordFile);
    }

    private Endpoint endpoint(Side side, @Nullable String url, @Nullable String user, @Nullable Path passwordFile) {
        String option = "--" + side.label();
        if (url == null) {
            throw usage(option + "-url is needed.");
        }
        if (PASSWORD_INSIDE.matcher(url).find()) {
            throw usage(
                    "The password must not stand in " + option + "-url, where everyone on this machine sees it. Set "
                            + Passwords.variable(side) + " or give " + option + "-password-file.");
        }
        if (!known(url)) {
            throw usage(option + "-url must look like jdbc:postgresql://localhost:5432/shop.");
        }
        if (user == null) {
            throw usage(option + "-user is needed with " + option + "-url.");
        }
        return new Endpoint(side, url, user, Passwords.ofProcess().of(side, passwordFile));
    }

    private static boolean known(String url) {
        try {
            return DriverManager.getDriver(url).acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
