package dev.movex.cli;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;

/** A database that the command was pointed to. Not a record, so that nothing prints the password by accident. */
final class Endpoint {
    private static final int LOGIN_SECONDS = 15;

    private final Side side;
    private final String url;
    private final String user;
    private final String password;

    Endpoint(Side side, String url, String user, String password) {
        this.side = side;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    Side side() {
        return side;
    }

    /** Opens a connection. */
    Connection connect() {
        DriverManager.setLoginTimeout(LOGIN_SECONDS);
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            String option = "--" + side.label();
            throw new MovexException(
                    side.label().toUpperCase(Locale.ROOT) + "_UNREACHABLE",
                    "The " + side.label() + " (" + shown() + ") lets nobody in: " + e.getMessage(),
                    "Check " + option + "-url, " + option + "-user and the password (" + Passwords.variable(side)
                            + " or " + option + "-password-file), and that the server runs.",
                    e);
        }
    }

    /** Parameters of a URL may hold secrets, of key stores for one. */
    private String shown() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
