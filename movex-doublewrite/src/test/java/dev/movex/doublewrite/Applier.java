package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.control.Authority;
import dev.movex.core.repair.JournalSweeper;
import dev.movex.core.repair.RepairOptions;
import dev.movex.core.repair.Repairer;
import dev.movex.core.repair.UndoImages;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Brings over what transactions leave in the journal, as the coordinator's own applier does. */
final class Applier implements AutoCloseable {
    private final Rig rig;
    private final Pattern pattern;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Background running;

    private Applier(Rig rig, Pattern pattern) {
        this.rig = rig;
        this.pattern = pattern;
        this.running = Background.run(this::apply);
    }

    static Applier start(Rig rig, Pattern pattern) {
        return new Applier(rig, pattern);
    }

    private void apply() throws Exception {
        Databases databases = Databases.of(rig.pair().src(), rig.pair().dst());
        Repairer repairer = Repairer.standard(rig.plan(), databases);
        Repairer passingOver = new Repairer(
                rig.plan(), databases, RepairOptions.standard().passingOver(), Hooks.real(), UndoImages.none());
        JournalSweeper sweeper =
                new JournalSweeper(databases, Rig.MIGRATION, repairer, Duration.ofSeconds(1), Hooks.real());
        Authority authority = Authority.under(pattern, rig.epoch());
        while (!stopped.get()) {
            sweeper.apply(() -> authority, passingOver);
        }
    }

    void awaitEmpty() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rig.journal(pattern.primary())).isEmpty());
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            running.join();
        } catch (Exception e) {
            throw new AssertionError("the applier failed", e);
        }
    }
}
