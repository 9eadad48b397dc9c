package dev.movex.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the jar that this class was loaded from. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = MovexCli.class.getPackage().getImplementationVersion();
        return new String[] {
            "movex " + Objects.requireNonNullElse(version, "(not packaged)"),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name")
        };
    }
}
