package dev.movex.cli;

/** What the command's exit codes mean. */
public final class ExitCode {
    /** Done, and what was asked about is well. */
    public static final int OK = 0;
    /** Done, and what was asked about is not well, or the command refuses with a reason. */
    public static final int NEGATIVE = 1;
    /** The command line can't be understood. */
    public static final int USAGE = 2;
    /** Something outside stands in the way: a database, a port, a file, this machine. */
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
