package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Control;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection of the application. Used by one thread at a time. */
final class ConnectionBehaviour implements Dispatch.Passing {
    static final Dispatch<Connection> DISPATCH = Dispatch.of(
            Connection.class,
            ConnectionBehaviour.class,
            Set.of("setShardingKey", "setShardingKeyIfValid", "setTypeMap"));

    private final Session session;
    private final Connection proxy;

    private ConnectionBehaviour(Session session) {
        this.session = session;
        this.proxy = DISPATCH.proxy(this);
    }

    static Connection open(Engine engine) throws SQLException {
        return new ConnectionBehaviour(new Session(engine)).proxy;
    }

    Session session() {
        return session;
    }

    Connection proxy() {
        return proxy;
    }

    // ---- transactions

    public void setAutoCommit(boolean on) throws SQLException {
        session.autoCommit(on);
    }

    public boolean getAutoCommit() throws SQLException {
        session.checkOpen();
        return session.autoCommit();
    }

    public void commit() throws SQLException {
        requireTransaction("commit");
        session.commit();
    }

    public void rollback() throws SQLException {
        requireTransaction("roll back");
        session.rollback();
    }

    private void requireTransaction(String what) throws SQLException {
        session.checkOpen();
        if (session.autoCommit()) {
            throw new SQLException("Movex: cannot " + what + " when autoCommit is enabled.", "25P01");
        }
    }

    public Savepoint setSavepoint() throws SQLException {
        requireTransaction("set a savepoint");
        Unit unit = session.begin("SAVEPOINT");
        Savepoint savepoint = unit.physical().setSavepoint();
        unit.savepoint(savepoint, "");
        return savepoint;
    }

    public Savepoint setSavepoint(String name) throws SQLException {
        requireTransaction("set a savepoint");
        Unit unit = session.begin("SAVEPOINT");
        Savepoint savepoint = unit.physical().setSavepoint(name);
        unit.savepoint(savepoint, name);
        return savepoint;
    }

    public void rollback(Savepoint savepoint) throws SQLException {
        requireTransaction("roll back");
        Unit unit = session.begin("ROLLBACK TO SAVEPOINT");
        unit.physical().rollback(savepoint);
        unit.backTo(savepoint);
    }

    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        requireTransaction("release a savepoint");
        session.begin("RELEASE SAVEPOINT").physical().releaseSavepoint(savepoint);
    }

    /** Does what transaction control as SQL text says. */
    void control(Control control) throws SQLException {
        if (control instanceof Control.Begin begin) {
            begin(begin);
        } else if (control instanceof Control.AutoCommit mode) {
            session.autoCommit(mode.on());
        } else if (control instanceof Control.Commit) {
            session.commit();
        } else if (control instanceof Control.Rollback) {
            session.rollback();
        } else if (control instanceof Control.Savepoint savepoint) {
            text("SAVEPOINT", savepoint.name()).savepoint(null, savepoint.name());
        } else if (control instanceof Control.Release release) {
            text("RELEASE SAVEPOINT", release.name());
        } else if (control instanceof Control.RollbackTo back) {
            text("ROLLBACK TO SAVEPOINT", back.name()).backTo(back.name());
        }
    }

    private void begin(Control.Begin begin) throws SQLException {
        if (session.inTransaction() && session.unit() != null) {
            if (!begin.commits()) {
                // the server would warn and go on
                return;
            }
            session.commit();
        }
        if (!session.inTransaction()) {
            session.beginByText();
        }
        if (!begin.run().isEmpty()) {
            Unit unit = session.begin("BEGIN");
            unit.modeUnknown();
            execute(unit, begin.run());
        }
    }

    private Unit text(String verb, String name) throws SQLException {
        Unit unit = session.begin(verb);
        try {
            execute(unit, verb + " " + unit.lease().access().dialect().quote(name));
            return unit;
        } finally {
            session.statementDone();
        }
    }

    private static void execute(Unit unit, String sql) throws SQLException {
        try (Statement statement = unit.physical().createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- settings

    public void setTransactionIsolation(int level) throws SQLException {
        session.checkOpen();
        set(c -> c.setTransactionIsolation(level));
        session.settings().isolation = level;
    }

    public int getTransactionIsolation() throws SQLException {
        Integer level = session.settings().isolation;
        return level != null ? level : session.aside(on -> on.defaults().isolation());
    }

    public void setReadOnly(boolean on) throws SQLException {
        session.checkOpen();
        set(c -> c.setReadOnly(on));
        session.settings().readOnly = on;
    }

    public boolean isReadOnly() throws SQLException {
        session.checkOpen();
        return Boolean.TRUE.equals(session.settings().readOnly);
    }

    public void setSchema(String schema) throws SQLException {
        session.checkOpen();
        set(c -> c.setSchema(schema));
        session.settings().schema = schema;
        session.names().schemaSet();
    }

    public @Nullable String getSchema() throws SQLException {
        String schema = session.settings().schema;
        return schema != null
                ? schema
                : (String) session.ask(on -> on.physical().getSchema());
    }

    public void setCatalog(String catalog) throws SQLException {
        session.checkOpen();
        set(c -> c.setCatalog(catalog));
        session.settings().catalog = catalog;
        session.names().schemaSet();
    }

    public void setHoldability(int holdability) throws SQLException {
        session.checkOpen();
        set(c -> c.setHoldability(holdability));
        session.settings().holdability = holdability;
    }

    public int getHoldability() throws SQLException {
        Integer holdability = session.settings().holdability;
        return holdability != null
                ? holdability
                : session.aside(on -> on.physical().getHoldability());
    }

    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        session.checkOpen();
        set(c -> c.setNetworkTimeout(executor, milliseconds));
        session.settings().networkExecutor = executor;
        session.settings().networkTimeout = milliseconds;
    }

    public int getNetworkTimeout() throws SQLException {
        Integer timeout = session.settings().networkTimeout;
        return timeout != null ? timeout : session.aside(on -> on.physical().getNetworkTimeout());
    }

    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        try {
            set(c -> c.setClientInfo(name, value));
        } catch (SQLClientInfoException e) {
            throw e;
        } catch (SQLException e) {
            throw new SQLClientInfoException(Map.of(), e);
        }
        session.settings().clientInfo(name, value);
    }

    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, Objects.requireNonNullElse(properties.getProperty(name), ""));
        }
    }

    /** Sets something on the physical connection, if one is attached; the next one gets it when it is taken. */
    private void set(Setter setter) throws SQLException {
        Lease attached = session.attached();
        if (attached != null && !attached.closed()) {
            setter.on(attached.physical());
        }
    }

    private interface Setter {
        void on(Connection physical) throws SQLException;
    }

    // ---- the rest

    public DatabaseMetaData getMetaData() throws SQLException {
        session.checkOpen();
        return MetaDataBehaviour.open(this);
    }

    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        session.checkOpen();
        return new MovexArray(type, elements);
    }

    public @Nullable SQLWarning getWarnings() throws SQLException {
        session.checkOpen();
        Lease attached = session.attached();
        return attached == null ? null : attached.physical().getWarnings();
    }

    public void clearWarnings() throws SQLException {
        session.checkOpen();
        Lease attached = session.attached();
        if (attached != null) {
            attached.physical().clearWarnings();
        }
    }

    public boolean isValid(int seconds) throws SQLException {
        if (session.closed()) {
            return false;
        }
        try {
            return session.aside(on -> on.physical().isValid(seconds));
        } catch (SQLException e) {
            return false;
        }
    }

    public void beginRequest() {
        // the physical connection is not the application's
    }

    public void endRequest() {
        // the physical connection is not the application's
    }

    public void abort(Executor executor) throws SQLException {
        Lease attached = session.attached();
        if (attached != null) {
            attached.physical().abort(executor);
        }
        session.close();
    }

    public void close() throws SQLException {
        session.close();
    }

    public boolean isClosed() {
        return session.closed();
    }

    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(proxy)
                || (!session.dual() && session.aside(on -> on.physical().isWrapperFor(type)));
    }

    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return type.cast(proxy);
        }
        return session.driverInUse().physical().unwrap(type);
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws SQLException {
        session.checkOpen();
        switch (method.getName()) {
            case "createStatement":
                return StatementBehaviour.open(this, method, args);
            case "prepareStatement":
                return PreparedBehaviour.open(this, method, args);
            case "prepareCall":
                return CallableBehaviour.open(this, method, args);
            case "createBlob", "createClob", "createNClob", "createSQLXML", "createStruct":
                return ofConnection(method, args);
            default:
                return session.ask(on -> DriverStatement.invoke(method, on.physical(), args));
        }
    }

    /** Makes something that belongs to the physical connection, so that it stays attached. */
    private @Nullable Object ofConnection(Method method, Object[] args) throws SQLException {
        Unit unit = session.begin(method.getName());
        try {
            return DriverStatement.invoke(method, unit.physical(), args);
        } finally {
            session.statementDone();
        }
    }
}
