package dev.movex.cli;

import dev.movex.core.MovexException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.ParseResult;

/** Prints an error as code, problem and remedy, and chooses the exit code. The stack trace is shown on demand alone. */
final class ErrorPrinter implements IExecutionExceptionHandler, IExitCodeExceptionMapper {
    private final MovexCommand top;

    ErrorPrinter(MovexCommand top) {
        this.top = top;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (error instanceof MovexException known) {
            print(err, known.code(), known.problem(), known.remedy());
        } else {
            String problem = Objects.requireNonNullElse(error.getMessage(), "No message.");
            print(
                    err,
                    error.getClass().getSimpleName(),
                    problem,
                    top.verbose() ? "See the stack trace." : "Run it again with --verbose to see where it happened.");
        }
        if (top.verbose()) {
            error.printStackTrace(err);
        }
        err.flush();
        return getExitCode(error);
    }

    private static void print(PrintWriter err, String code, String problem, String remedy) {
        err.println("error:   " + code);
        err.println("problem: " + problem);
        err.println("remedy:  " + remedy);
    }

    @Override
    public int getExitCode(Throwable error) {
        if (error instanceof CommandLine.ParameterException) {
            return ExitCode.USAGE;
        }
        return error instanceof RefusedException ? ExitCode.NEGATIVE : ExitCode.ENVIRONMENT;
    }
}
