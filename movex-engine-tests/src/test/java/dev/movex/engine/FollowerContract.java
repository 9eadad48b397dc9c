package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.follow.Follower;
import dev.movex.core.follow.KeyFeed;
import dev.movex.core.repair.DeadReason;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.UndoImages;
import dev.movex.core.row.DirtyKey;
import dev.movex.testkit.database.DatabasePair;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are brought over while the application holds them, or writes them all the time. */
abstract class FollowerContract {
    private static final DirtyKey HOT = key("item", "1");

    private final Map<DirtyKey, String> dead = new HashMap<>();
    private final Set<DirtyKey> settled = ConcurrentHashMap.newKeySet();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, n int)");
        lab.exec(Side.SRC, "INSERT INTO item VALUES (1, 1), (2, 2), (3, 3)");
    }

    private Follower follower() {
        Repairer passing = new Repairer(
                lab.plan(), lab.databases(), RepairOptions.standard().passingOver(), Hooks.real(), UndoImages.none());
        return new Follower(
                passing,
                Repairer.standard(lab.plan(), lab.databases()),
                new Follower.Outcomes() {
                    @Override
                    public void dead(DirtyKey key, String reason) {
                        dead.put(key, reason);
                    }

                    @Override
                    public void settled(Collection<DirtyKey> keys) {
                        settled.addAll(keys);
                    }
                },
                Pauser.real());
    }

    /** Hands out some keys once. */
    private static final class Keys implements KeyFeed {
        private final List<DirtyKey> left;

        Keys(DirtyKey... keys) {
            this.left = new ArrayList<>(List.of(keys));
        }

        @Override
        public List<DirtyKey> take(int max) {
            return List.copyOf(left);
        }

        @Override
        public void settle() {
            left.clear();
        }

        @Override
        public void putBack() {
            // they were not taken out
        }
    }

    @Test
    void aRowThatIsWrittenAllTheTimeIsBroughtOver() throws Exception {
        Connection connection = lab.databases().connect(Side.SRC);
        try (connection;
                Statement statement = connection.createStatement()) {
            Background<Boolean> writing = Background.of(() -> {
                while (!settled.contains(HOT)) {
                    statement.execute("UPDATE item SET n = n + 1 WHERE id = 1");
                    Pauser.real().pause(Duration.ofMillis(1));
                }
                return true;
            });
            assertThat(follower().step(new Keys(HOT), lab::authority)).isEqualTo(1);
            writing.get();
        }
        assertThat(dead).isEmpty();
        assertThat(lab.rows(Side.DST, "item")).hasSize(1);
    }

    @Test
    void aRowThatStaysLockedBecomesADeadLetterAndHoldsNobodyUp() throws Exception {
        DirtyKey free = key("item", "2");
        try (Connection holder = lab.databases().begin(Side.SRC);
                Statement statement = holder.createStatement()) {
            statement.execute("UPDATE item SET n = 7 WHERE id = 1");
            assertThat(follower().step(new Keys(HOT, free), lab::authority)).isEqualTo(2);
            assertThat(dead).containsOnlyKeys(HOT);
            assertThat(DeadReason.ofText(String.valueOf(dead.get(HOT)))).isEqualTo(DeadReason.LOCKED);
            assertThat(settled).containsExactly(free);
            holder.commit();
        }
        follower().step(new Keys(HOT), lab::authority);
        assertThat(settled).contains(HOT);
        assertThat(lab.rows(Side.DST, "item")).hasSize(2);
    }
}
