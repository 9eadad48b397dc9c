package dev.movex.core.compare;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.TableAccess;
import dev.movex.core.access.TableDigests;
import dev.movex.core.dialect.RowHash;
import dev.movex.core.plan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A connection to each side, and a second thread, so that both databases work at the same time. Each statement is a
 * transaction of its own. For one thread.
 */
final class Sides implements AutoCloseable {
    private final Databases databases;
    private final PlannedTable table;
    private final Side baseSide;
    private final Connection toBase;
    private final Connection toOther;
    private final ExecutorService second;
    private final boolean hashAlike;
    private @Nullable Pair<Reader> readers;

    Sides(Databases databases, PlannedTable table, Side baseSide) throws SQLException {
        this.databases = databases;
        this.table = table;
        this.baseSide = baseSide;
        this.toBase = databases.connect(baseSide);
        try {
            this.toOther = databases.connect(baseSide.other());
        } catch (SQLException | RuntimeException e) {
            toBase.close();
            throw e;
        }
        try {
            this.hashAlike = hashAlike();
        } catch (SQLException | RuntimeException e) {
            closeConnections();
            throw e;
        }
        this.second = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "movex-compare");
            thread.setDaemon(true);
            return thread;
        });
    }

    private boolean hashAlike() throws SQLException {
        String ofBase = databases.dialect(baseSide).hashIdentity(toBase);
        String ofOther = databases.dialect(baseSide.other()).hashIdentity(toOther);
        return !ofBase.isEmpty() && ofBase.equals(ofOther);
    }

    RowHash hash(Set<String> inJava, boolean keysOnly) {
        return new RowHash(hashAlike, inJava, keysOnly);
    }

    /** The statements of one side. */
    record Reader(RowHash hash, TableAccess rows, TableDigests digests, Connection connection) {}

    /** Something that is read of one side. */
    interface Reading<T> {
        T of(Reader reader) throws SQLException;
    }

    Pair<Reader> readers(RowHash hash) {
        Pair<Reader> of = readers;
        if (of == null || !of.ofBase().hash().equals(hash)) {
            of = new Pair<>(reader(baseSide, toBase, hash), reader(baseSide.other(), toOther, hash));
            readers = of;
        }
        return of;
    }

    private Reader reader(Side side, Connection connection, RowHash hash) {
        return new Reader(hash, databases.table(table, side), databases.digests(table, side, hash), connection);
    }

    <T> Pair<T> both(RowHash hash, Reading<T> reading) throws SQLException, InterruptedException {
        Pair<Reader> of = readers(hash);
        return both(() -> reading.of(of.ofBase()), () -> reading.of(of.ofOther()));
    }

    private <T> Pair<T> both(Callable<T> ofBase, Callable<T> ofOther) throws SQLException, InterruptedException {
        Future<T> late = second.submit(ofOther);
        T first;
        try {
            first = ofBase.call();
        } catch (Exception e) {
            late.cancel(true);
            throw asSql(e);
        }
        try {
            return new Pair<>(first, late.get());
        } catch (ExecutionException e) {
            throw asSql(e.getCause() == null ? e : e.getCause());
        }
    }

    static SQLException asSql(Throwable error) {
        if (error instanceof SQLException sql) {
            return sql;
        }
        if (error instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return new SQLException(error);
    }

    /** What was read of both sides. */
    record Pair<T>(T ofBase, T ofOther) {}

    private void closeConnections() throws SQLException {
        try (toBase;
                toOther) {
            // both are closed, also when the first one fails
        }
    }

    @Override
    public void close() throws SQLException {
        second.shutdownNow();
        closeConnections();
    }
}
