package dev.movex.testkit.database;

/** A database server of the test kit could not be started, ended or asked; the message names which and why. */
public final class DatabaseServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseServerException(String message) {
        super(message);
    }

    DatabaseServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
