package dev.movex.scheduler;

import dev.movex.core.MigrationState;
import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.control.ControlRow;
import dev.movex.core.control.ControlRows;
import dev.movex.core.control.ControlStore;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Intent;
import dev.movex.core.dialect.ControlSql;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.SessionIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each side's control row in that side's own database, where its fence is. */
final class JdbcControlStore implements ControlStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcControlStore.class);

    private final String migration;
    private final Databases databases;
    private final Fence fence;
    private final Companion companion;
    private final FenceEnder ender;

    /** Something that is committed together with a control row's new contents, or not at all. */
    interface Companion {
        /** Runs in the transaction that replaces the row, after it was replaced. */
        void replaced(Connection connection, ControlRow before, ControlRow after) throws SQLException;

        /** Runs in the transaction that creates the open side's row. */
        void installed(Connection connection, Side side) throws SQLException;

        /** Nothing. */
        Companion NONE = new Companion() {
            @Override
            public void replaced(Connection connection, ControlRow before, ControlRow after) {}

            @Override
            public void installed(Connection connection, Side side) {}
        };
    }

    JdbcControlStore(String migration, Databases databases) {
        this(migration, databases, Companion.NONE);
    }

    JdbcControlStore(String migration, Databases databases, Companion companion) {
        this.migration = migration;
        this.databases = databases;
        this.companion = companion;
        this.fence = new Fence(migration);
        this.ender = new FenceEnder(migration, databases);
    }

    /** Creates Movex's tables on both sides unless they exist. */
    void createTables() throws SQLException {
        for (Side side : Side.values()) {
            Transactions.in(databases, side, connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String text : databases.dialect(side).control().create()) {
                        statement.execute(text);
                    }
                    return true;
                }
            });
        }
        new SchemaVersion(databases).settle();
    }

    /** Creates the tables and the rows of the state {@code src_only}, the closed side first. */
    void install() throws SQLException {
        createTables();
        insertRows();
    }

    /** Creates the rows unless they exist, the closed side first. */
    void insertRows() throws SQLException {
        for (Side side : new Side[] {Side.DST, Side.SRC}) {
            Transactions.in(databases, side, connection -> insert(connection, side));
        }
    }

    /** Deletes the rows again, the open side's first. Only before anybody has worked under them. */
    void remove() throws SQLException {
        for (Side side : Side.values()) {
            Transactions.in(databases, side, connection -> {
                try (PreparedStatement delete = connection.prepareStatement(
                        databases.dialect(side).control().deleteControl())) {
                    delete.setString(1, migration);
                    return delete.executeUpdate();
                }
            });
        }
    }

    private boolean insert(Connection connection, Side side) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(databases.dialect(side).control().insertControl())) {
            insert.setString(1, migration);
            insert.setLong(2, 1);
            insert.setString(3, Pattern.SRC_ONLY.wire());
            insert.setBoolean(4, side == Side.SRC);
            insert.setString(5, MigrationState.SRC_ONLY.wire());
            insert.executeUpdate();
        }
        if (side == Side.SRC) {
            companion.installed(connection, side);
        }
        return true;
    }

    @Override
    public Optional<ControlRow> read(Side side) throws SQLException {
        ControlSql sql = databases.dialect(side).control();
        return Transactions.in(databases, side, connection -> {
            return ControlRows.installed(connection, sql)
                    ? ControlRows.read(connection, sql, migration, side)
                    : Optional.empty();
        });
    }

    /** Returns whether Movex's tables exist in the target, where records are kept. */
    boolean tablesThere() throws SQLException {
        return Transactions.in(
                databases,
                Records.HOME,
                connection -> ControlRows.installed(
                        connection, databases.dialect(Records.HOME).control()));
    }

    /** Who passed the fence and does not end is ended when half of the time is over: its journal row makes that safe. */
    @Override
    public boolean compareAndSet(ControlRow expected, ControlRow next, Duration atMost) throws SQLException {
        ControlSql sql = databases.dialect(expected.side()).control();
        if (sql.fenceHolders().isEmpty()) {
            return replace(expected, next, atMost);
        }
        Duration half = atMost.dividedBy(2);
        try {
            return replace(expected, next, half);
        } catch (SQLException e) {
            if (!ender.end(expected.side(), sql.fenceHolders(), fence.number())) {
                throw e;
            }
            return replace(expected, next, half);
        }
    }

    private boolean replace(ControlRow expected, ControlRow next, Duration atMost) throws SQLException {
        Side side = expected.side();
        ControlSql sql = databases.dialect(side).control();
        return Transactions.in(databases, side, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql.boundWaits(Math.max(1, atMost.toMillis())));
            }
            close(connection, side, atMost);
            try (PreparedStatement update = connection.prepareStatement(sql.updateControl())) {
                update.setLong(1, next.epoch());
                update.setString(2, next.pattern().wire());
                update.setBoolean(3, next.open());
                update.setString(4, next.state().wire());
                update.setString(5, json(next.intent()));
                update.setString(6, migration);
                update.setLong(7, expected.epoch());
                update.setBoolean(8, expected.open());
                update.setString(9, json(expected.intent()));
                if (update.executeUpdate() != 1) {
                    return false;
                }
            }
            companion.replaced(connection, expected, next);
            return true;
        });
    }

    private void close(Connection connection, Side side, Duration atMost) throws SQLException {
        Dialect dialect = databases.dialect(side);
        if (dialect.control().fenceBlockers().isEmpty()) {
            fence.close(connection, dialect);
            return;
        }
        long waiting = SessionIds.of(connection, dialect);
        try (FenceEnder.Watch watch = ender.watch(side, waiting, atMost.dividedBy(2))) {
            LOG.trace("{} watches", watch);
            fence.close(connection, dialect);
        }
    }

    private static @Nullable String json(@Nullable Intent intent) {
        return intent == null ? null : intent.toJson();
    }
}
