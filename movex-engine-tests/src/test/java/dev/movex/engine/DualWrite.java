package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.core.control.Fence;
import dev.movex.core.control.Journal;
import dev.movex.core.control.SideFence;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeysJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One transaction of an application that writes both databases, step by step and in the order that the dual writer
 * keeps: base, other side, journal row on the base, commit of the base, commit of the other, journal row removed.
 */
final class DualWrite implements AutoCloseable {
    private final Lab lab;
    private final Side base;
    private final Connection from;
    private final Connection to;
    private long journalId = -1;

    DualWrite(Lab lab) throws SQLException {
        this.lab = lab;
        this.base = lab.authority().base();
        this.from = lab.databases().begin(base);
        this.to = lab.databases().begin(base.other());
    }

    /** Begins by the same statement on both sides. */
    static DualWrite of(Lab lab, String sql, DirtyKey... keys) throws SQLException {
        DualWrite write = new DualWrite(lab);
        write.base(sql);
        write.journal(keys);
        write.other(sql);
        return write;
    }

    /** Runs a whole transaction by the same statement on both sides. */
    static void whole(Lab lab, String sql, DirtyKey... keys) throws SQLException {
        try (DualWrite write = of(lab, sql, keys)) {
            write.commit();
        }
    }

    int base(String sql) throws SQLException {
        return execute(base, from, sql);
    }

    int other(String sql) throws SQLException {
        try (Statement statement = to.createStatement()) {
            statement.execute(lab.databases().dialect(base.other()).beginImages());
        }
        return execute(base.other(), to, sql);
    }

    private int execute(Side side, Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(ServerSql.one(lab.database(side), sql))
                    ? 0
                    : Math.max(0, statement.getUpdateCount());
        }
    }

    void journal(DirtyKey... keys) throws SQLException {
        journalId = new Fence(Lab.MIGRATION)
                .journal(
                        from,
                        lab.databases().dialect(base),
                        "test",
                        KeysJson.write(List.of(keys)),
                        new SideFence(base, lab.authority().baseFence().epoch(), true));
    }

    void commitBase() throws SQLException {
        from.commit();
    }

    void commitOther() throws SQLException {
        to.commit();
    }

    void clearJournal() throws SQLException {
        new Journal(Lab.MIGRATION, lab.databases().dialect(base)).delete(from, List.of(journalId));
        from.commit();
    }

    void commit() throws SQLException {
        commitBase();
        commitOther();
        clearJournal();
    }

    @Override
    public void close() throws SQLException {
        try (from;
                to) {
            from.rollback();
            to.rollback();
        }
    }
}
