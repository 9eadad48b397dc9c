package dev.movex.doublewrite;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The metadata of the primary, asked anew each time. Used by one thread at a time. */
final class MetaDataBehaviour implements Dispatch.Passing {
    static final Dispatch<DatabaseMetaData> DISPATCH =
            Dispatch.of(DatabaseMetaData.class, MetaDataBehaviour.class, Set.of());

    private final ConnectionBehaviour connection;

    private MetaDataBehaviour(ConnectionBehaviour connection) {
        this.connection = connection;
    }

    static DatabaseMetaData open(ConnectionBehaviour connection) {
        return DISPATCH.proxy(new MetaDataBehaviour(connection));
    }

    public Connection getConnection() {
        return connection.proxy();
    }

    public boolean isWrapperFor(Class<?> type) {
        return type == DatabaseMetaData.class;
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Movex: the metadata is not a wrapper of " + type.getName() + ".", "0A000");
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws SQLException {
        Session session = connection.session();
        return session.ask(on -> {
            Object found = DriverStatement.invoke(method, on.physical().getMetaData(), args);
            return found instanceof ResultSet rows ? kept(session, on, rows) : found;
        });
    }

    private static ResultSet kept(Session session, Lease lease, ResultSet rows) {
        return new Kept(session, lease).results.visible(rows, 0, null);
    }

    /** A result that keeps its physical connection until it and all that came out of it are closed. */
    private static final class Kept implements Results.Owner {
        private final Session session;
        private final Lease lease;
        private final Results results;
        private boolean counted = true;

        Kept(Session session, Lease lease) {
            this.session = session;
            this.lease = lease;
            this.results = new Results(session, this);
            lease.strayOpened();
        }

        @Override
        public Lease lease() {
            return lease;
        }

        @Override
        public void resultClosed() {
            if (counted && !results.anyOpen()) {
                counted = false;
                lease.strayClosed();
                session.release(lease);
            }
        }
    }
}
