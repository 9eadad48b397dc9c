package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.core.access.DatabaseUnavailable;
import dev.movex.core.access.RenewedDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that the command was pointed to. Not a record, so that nothing prints the password by accident. */
public final class Endpoint {
    private static final int LOGIN_SECONDS = 15;

    private final Side side;
    private final String url;
    private final String user;
    private final String password;

    public Endpoint(Side side, String url, String user, String password) {
        this.side = side;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    Side side() {
        return side;
    }

    /** Returns what opens connections of its own each time. */
    DataSource dataSource() {
        return new RenewedDataSource(url, user, () -> password);
    }

    /** Opens a connection in auto-commit mode. */
    Connection connect() {
        DriverManager.setLoginTimeout(LOGIN_SECONDS);
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw DatabaseUnavailable.because(side, e);
        }
    }
}
