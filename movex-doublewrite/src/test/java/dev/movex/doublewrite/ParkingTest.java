package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.Dialects;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a connection of the secondary, and who gets the next one. */
@RealPostgres
class ParkingTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Parking parking = new Parking(timer, Runnable::run, (side, given) -> {});
    private Connection connection;
    private SideAccess side;

    @BeforeEach
    void connect(DatabasePair pair) throws SQLException {
        connection = pair.dst().getConnection();
        Dialect dialect = Dialects.of(connection);
        side = new SideAccess(Side.DST, pair.dst(), dialect, dialect, Rig.plan(List.of(), List.of()));
    }

    @AfterEach
    void close() throws SQLException {
        parking.close();
        timer.shutdownNow();
        connection.close();
    }

    @Test
    void whoWaitsGetsTheNextOneThatComes() {
        CompletableFuture<Connection> first = parking.claim(side);
        CompletableFuture<Connection> second = parking.claim(side);
        assertThat(parking.park(side, connection)).isTrue();
        assertThat(first).isCompletedWithValue(connection);
        assertThat(second).isNotDone();
    }

    @Test
    void asManyAreOpenedAsAreClaimedAndNoMore() {
        parking.claim(side);
        parking.claim(side);
        assertThat(parking.lacks(side)).isTrue();
        assertThat(parking.lacks(side)).isTrue();
        assertThat(parking.lacks(side)).isFalse();
        // one comes back; the next who waits can have what is being opened for the one that has it
        parking.park(side, connection);
        parking.claim(side);
        assertThat(parking.lacks(side)).isFalse();
        parking.opened(side, null);
        assertThat(parking.lacks(side)).isTrue();
    }

    @Test
    void anErrorIsTheAnswerToTheOldestClaim() {
        CompletableFuture<Connection> first = parking.claim(side);
        CompletableFuture<Connection> second = parking.claim(side);
        parking.lacks(side);
        parking.opened(side, new SQLTransientConnectionException("refused by the test"));
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isNotDone();
    }

    @Test
    void aClaimThatWasTakenBackGetsNothing() {
        CompletableFuture<Connection> given = parking.claim(side);
        parking.forget(side, given);
        assertThat(parking.lacks(side)).isFalse();
        assertThat(parking.park(side, connection)).isTrue();
        assertThat(given).isNotDone();
        assertThat(parking.claim(side)).isCompletedWithValue(connection);
    }
}
