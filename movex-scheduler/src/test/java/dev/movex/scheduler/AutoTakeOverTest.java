package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.movex.core.MigrationState;
import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import dev.movex.testkit.process.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Auto-migrate survives the death of the process that drives it: real processes, really killed. */
class AutoTakeOverTest {
    @TempDir
    private Path folder;

    private final Lab lab = new Lab();
    private final List<Process> children = new ArrayList<>();
    private JdbcControlStore store;
    private AuditTrail trail;
    private Records records;

    @BeforeEach
    void open() throws Exception {
        lab.withTables(200);
        store = new JdbcControlStore("lab", lab.databases());
        trail = new AuditTrail("lab", lab.databases(), Clock.systemUTC());
        records = new Records("lab", lab.databases());
    }

    @AfterEach
    void close() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        lab.close();
    }

    private Process start(String... last) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(lab.pair.srcUrl(), lab.pair.dstUrl()));
        arguments.addAll(List.of(last));
        ProcessBuilder builder = JavaProgram.of(List.of("-Xmx128m"), AutoChild.class, arguments.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()));
        builder.environment().put("LAB_USER", lab.pair.source().username());
        builder.environment().put("LAB_PASSWORD", lab.pair.source().password());
        Process child = builder.start();
        children.add(child);
        BufferedReader out = child.inputReader();
        for (String line = out.readLine(); line != null && !line.equals("OPEN"); line = out.readLine()) {
            continue;
        }
        return child;
    }

    private MigrationState state() throws SQLException {
        for (Side side : Side.values()) {
            ControlRow row = store.read(side).orElse(null);
            if (row != null && row.open()) {
                return row.state();
            }
        }
        return MigrationState.INITIAL;
    }

    /** Says what the children hold for, if they do not come so far. */
    private void awaitSwitch() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(state()).as(() -> said()).isEqualTo(MigrationState.DST_FIRST));
    }

    private String said() {
        try {
            return records.read("auto") + "\n" + Files.readString(folder.resolve("errors"));
        } catch (SQLException | IOException e) {
            return e.toString();
        }
    }

    @Test
    void anotherProcessGoesOnWhenTheFirstIsKilled() throws Exception {
        // the one that is to go on is there first, so that the other one is met on its way
        start();
        Process driver = start("dst_first");
        await().atMost(Duration.ofSeconds(60)).until(() -> state() == MigrationState.SRC_FIRST);
        driver.destroyForcibly().waitFor();
        awaitSwitch();
        await().atMost(Duration.ofSeconds(20)).until(() -> records.read("auto").isEmpty());
        assertThat(trail.entries()).extracting(AuditEntry::what).contains("auto_migrate_taken_over");
        assertThat(trail.moves()).hasSize(3).allMatch(move -> move.who().equals("child"));
        assertThat(lab.number(Side.DST, "SELECT count(*) FROM parent")).isEqualTo(200);
    }

    @Test
    void nobodyTakesOverWhileTheDriverLives() throws Exception {
        start("dst_first");
        start();
        awaitSwitch();
        assertThat(trail.entries()).extracting(AuditEntry::what).doesNotContain("auto_migrate_taken_over");
    }
}
