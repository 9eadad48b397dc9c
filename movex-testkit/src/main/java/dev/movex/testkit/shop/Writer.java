package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.LedgerTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** One thread of the shop: begins transactions at the pace, and notes what became of each. */
final class Writer implements Runnable {
    private static final int MOST_ATTEMPTS = 50;
    private static final int MOST_STEPS = 5;
    private static final int TRIES_FOR_A_STEP = 8;
    private static final long PAUSE_AFTER_FAILURE_NANOS = 5_000_000;

    private final DataSource source;
    private final WriterContext context;
    private final WriterMeter meter;
    private final Pacer pacer;
    private final SplittableRandom random;
    private final BooleanSupplier stopped;

    Writer(
            DataSource source,
            WriterContext context,
            WriterMeter meter,
            Pacer pacer,
            SplittableRandom random,
            BooleanSupplier stopped) {
        this.source = source;
        this.context = context;
        this.meter = meter;
        this.pacer = pacer;
        this.random = random;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        for (pacer.await(stopped); !stopped.getAsBoolean(); pacer.await(stopped)) {
            long seed = random.nextLong();
            long begun = meter.begin();
            boolean failed = !call(seed);
            meter.end(begun);
            if (failed) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }

    private boolean call(long seed) {
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(new SplittableRandom(seed));
                return true;
            } catch (Contradiction e) {
                context.ledger().contradiction(String.valueOf(e.getMessage()));
                return true;
            } catch (SQLException e) {
                if (!SqlStates.isRetryable(e) || attempt == MOST_ATTEMPTS) {
                    meter.failed(e);
                    return false;
                }
                meter.retried();
            } catch (RuntimeException e) {
                meter.failed(e);
                return false;
            }
        }
    }

    private void attempt(SplittableRandom choices) throws SQLException {
        try (Connection connection = source.getConnection()) {
            int kind = choices.nextInt(100);
            if (kind < 40) {
                autoCommit(connection, choices);
            } else {
                transaction(connection, choices, kind >= 95);
            }
        }
    }

    private void autoCommit(Connection connection, SplittableRandom choices) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        Unit unit = new Unit(context, connection, choices, true);
        List<String> done = new ArrayList<>();
        try {
            done.add(step(unit));
        } catch (Contradiction e) {
            acknowledge(unit.writes(), choices);
            throw e;
        } catch (SQLException | RuntimeException e) {
            noteOutcome(unit.writes(), e);
            throw e;
        }
        acknowledge(unit.writes(), choices);
        meter.stepsDone(done);
    }

    private void transaction(Connection connection, SplittableRandom choices, boolean repeatableRead)
            throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        if (repeatableRead) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        Unit unit = new Unit(context, connection, choices, false);
        try {
            List<String> done = steps(unit, 1 + choices.nextInt(MOST_STEPS));
            if (unit.chance(16)) {
                connection.rollback();
                meter.rolledBack();
            } else {
                commit(connection, unit.writes());
                acknowledge(unit.writes(), choices);
                meter.stepsDone(done);
            }
        } catch (SQLException | RuntimeException e) {
            rollBackAfter(e, connection);
            throw e;
        } finally {
            restore(connection, isolation, repeatableRead);
        }
    }

    private void commit(Connection connection, LedgerTransaction writes) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            noteOutcome(writes, e);
            throw e;
        }
    }

    private static List<String> steps(Unit unit, int count) throws SQLException {
        List<String> done = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            done.add(step(unit));
        }
        return done;
    }

    private static String step(Unit unit) throws SQLException {
        for (int i = 0; i < TRIES_FOR_A_STEP; i++) {
            Step step = Step.any(unit.random(), unit.autoCommit());
            if (step.work().run(unit)) {
                return step.name();
            }
        }
        Step.FIRST.work().run(unit);
        return Step.FIRST.name();
    }

    private void acknowledge(LedgerTransaction writes, SplittableRandom choices) {
        context.ledger().acknowledged(writes);
        context.memory().apply(writes, choices);
    }

    private void noteOutcome(LedgerTransaction writes, Exception e) {
        boolean nothing = e instanceof SQLException sql && SqlStates.meansNothingWritten(sql);
        if (!nothing && !writes.isEmpty()) {
            context.ledger().unknown(writes);
            context.memory().quarantine(writes);
            meter.unknownOutcome();
        }
    }

    private static void rollBackAfter(Exception cause, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            if (e != cause) {
                cause.addSuppressed(e);
            }
        }
    }

    /** Leaves the connection as it was found; a broken one does not matter any more. */
    private static void restore(Connection connection, int isolation, boolean repeatableRead) {
        try {
            if (repeatableRead) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // the pool finds out by itself
        }
    }
}
