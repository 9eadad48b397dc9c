package dev.movex.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that copies is killed, and another one goes on from the cursor on disk. */
abstract class CopyKillContract {
    private static final int ROWS = 20_000;
    private static final int CHUNKS = ROWS / CopyingJvm.CHUNK + 1;

    @Test
    void afterAKillEachWorkerRepeatsOneChunkAtMost(DatabasePair pair, @TempDir Path folder) throws Exception {
        Lab lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text UNIQUE, note text)");
        lab.exec(
                Side.SRC,
                "INSERT INTO item SELECT n, 'c' || n, repeat('x', 20) FROM generate_series(1, " + ROWS + ") n");
        Process killed = start(pair, folder);
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> count(lab) >= 5 * CopyingJvm.CHUNK || !killed.isAlive());
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().until(() -> lab.fenceFree(Side.DST));
        long chunksBefore = count(lab) / CopyingJvm.CHUNK;
        Process second = start(pair, folder);
        try {
            String[] said =
                    new String(second.getInputStream().readAllBytes()).trim().split(" ");
            assertThat(second.waitFor()).isZero();
            assertThat(said[0]).isEqualTo("proven");
            long repeated = chunksBefore + Long.parseLong(said[1]) - CHUNKS;
            assertThat(chunksBefore).isBetween(5L, CHUNKS - 1L);
            assertThat(repeated).isBetween(0L, (long) CopyingJvm.WORKERS);
        } finally {
            second.destroyForcibly();
        }
        assertThat(lab.rows(Side.DST, "item")).isEqualTo(lab.rows(Side.SRC, "item"));
    }

    private static long count(Lab lab) {
        return Long.parseLong(lab.query(Side.DST, "SELECT count(*) FROM item").get(0));
    }

    private static Process start(DatabasePair pair, Path folder) throws Exception {
        ProcessBuilder builder = JavaProgram.of(
                        List.of("-Xmx64m"),
                        CopyingJvm.class,
                        folder.resolve("cursor").toString(),
                        pair.source().url(),
                        pair.source().username(),
                        pair.target().url(),
                        pair.target().username())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        password(builder, "SRC", pair.source());
        password(builder, "DST", pair.target());
        return builder.start();
    }

    private static void password(ProcessBuilder builder, String side, Database database) {
        builder.environment().put(side + "_PASSWORD", database.password());
    }
}
