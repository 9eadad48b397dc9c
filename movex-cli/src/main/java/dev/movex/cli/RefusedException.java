package dev.movex.cli;

import dev.movex.core.MovexException;

/** The command could do what it was asked to, and does not, for a reason. It ends with {@link ExitCode#NEGATIVE}. */
final class RefusedException extends MovexException {
    private static final long serialVersionUID = 1L;

    RefusedException(String code, String problem, String remedy) {
        super(code, problem, remedy);
    }
}
