package dev.movex.compatibility.quartz;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.quartz.utils.ConnectionProvider;

/** Hands Movex's connections to Quartz, which makes its own providers by name. */
public final class MovexConnections implements ConnectionProvider {
    private static final AtomicReference<DataSource> MOVEX = new AtomicReference<>();

    static void use(DataSource movex) {
        MOVEX.set(movex);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return Objects.requireNonNull(MOVEX.get()).getConnection();
    }

    @Override
    public void initialize() {}

    @Override
    public void shutdown() {}
}
