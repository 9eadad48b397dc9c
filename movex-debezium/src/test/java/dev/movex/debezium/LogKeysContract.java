package dev.movex.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.follow.ChangeLog;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.repair.KeyOutcome.Kind;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabaseServer;
import dev.movex.testkit.database.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Keys of every type come out of the log as the table has them, and find their rows on both sides. */
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LogKeysContract {
    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    /** A table: the type of its key on each side, and the keys of its rows as SQL. */
    record Case(String name, String source, String target, List<String> values) {
        static Case of(String name, String source, String target, String... values) {
            return new Case(name, source, target, List.of(values));
        }
    }

    private DatabaseServer server;

    abstract ServerKind kind();

    /** The server of the other dialect. */
    abstract ServerKind other();

    /** Tables whose target is of the same kind. */
    abstract List<Case> alike();

    /** Tables whose target is of another kind. */
    abstract List<Case> unlike();

    /** How the keys of some of them are converted. */
    abstract PlanOptions unlikeOptions();

    DatabaseServer server() {
        return server;
    }

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(
                kind().unavailable().isEmpty(), kind().unavailable().orElse(""));
        server = LogLab.server(kind());
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void betweenServersOfOneKind() throws Exception {
        try (KeyLab lab = new KeyLab(server, kind())) {
            follow(lab, alike());
        }
    }

    @Test
    void betweenServersOfDifferentKinds() throws Exception {
        try (KeyLab lab = new KeyLab(server, other()).options(unlikeOptions())) {
            follow(lab, unlike());
        }
    }

    private static void follow(KeyLab lab, List<Case> cases) throws Exception {
        for (Case each : cases) {
            lab.table(each.name(), each.source(), each.target());
        }
        try (ChangeLog reader = lab.read()) {
            assertThat(lab.logs().obstacles(Side.SRC)).isEmpty();
            for (Case each : cases) {
                List<String> rows = new ArrayList<>();
                each.values().forEach(v -> rows.add("(" + v + ", 'new')"));
                lab.exec(Side.SRC, "INSERT INTO " + each.name() + " VALUES " + String.join(", ", rows));
            }
            Set<DirtyKey> there = lab.keys(Side.SRC);
            assertThat(lab.take(reader, there.size())).isEqualTo(there);
            assertThat(lab.repair(there)).isEqualTo(Map.of(Kind.WRITTEN, there.size()));
            assertThat(lab.keys(Side.DST)).isEqualTo(there);
            for (Case each : cases) {
                lab.exec(Side.SRC, "UPDATE " + each.name() + " SET note = 'changed'");
            }
            assertThat(lab.take(reader, there.size())).isEqualTo(there);
            assertThat(lab.repair(there)).isEqualTo(Map.of(Kind.WRITTEN, there.size()));
            for (Case each : cases) {
                lab.exec(Side.SRC, "DELETE FROM " + each.name());
            }
            assertThat(lab.take(reader, there.size())).isEqualTo(there);
            assertThat(lab.repair(there)).isEqualTo(Map.of(Kind.DELETED, there.size()));
        }
    }
}
