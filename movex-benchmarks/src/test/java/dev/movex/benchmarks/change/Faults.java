package dev.movex.benchmarks.change;

import dev.movex.core.access.Pauser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Does something to a process while the primary changes: kills it, or lets it sleep, at a moment that is drawn. */
final class Faults {
    private static final int LATEST_MILLIS = 120;
    private static final int LONGEST_SLEEP_MILLIS = 8_000;
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final int ATTEMPTS = 60;

    private final SwitchRun run;
    private final Random random;
    private final List<Child> sleeping = new ArrayList<>();

    Faults(SwitchRun run, Random random) {
        this.run = run;
        this.random = random;
    }

    /** Moves to a state with a fault at some step, and again until the state is reached; tells what was done. */
    String duringMove(String state) throws IOException, InterruptedException {
        Duration moment = Duration.ofMillis(random.nextInt(LATEST_MILLIS));
        run.coordinator().line().send(new Command("move", state));
        Pauser.real().pause(moment);
        String done = switch (random.nextInt(5)) {
            case 0 -> killCoordinator();
            case 1 -> replaceSleepingCoordinator();
            case 2 -> killMember();
            case 3 -> letMemberSleep();
            default -> letMemberSleepAndKillCoordinator();
        };
        return done + " " + moment.toMillis() + " ms after the move to " + state + " began; reached after "
                + reach(state) + " more attempts";
    }

    private String killCoordinator() throws IOException, InterruptedException {
        run.coordinator().kill();
        run.startCoordinator();
        return "killed the coordinator";
    }

    /** The one that sleeps wakes up in the middle of what the other one does, and does what it was about to do. */
    private String replaceSleepingCoordinator() throws IOException, InterruptedException {
        Child old = run.coordinator();
        old.signal("STOP");
        run.startCoordinator();
        old.signal("CONT");
        sleeping.add(old);
        return "let the coordinator sleep while another one took over";
    }

    private String killMember() throws IOException, InterruptedException {
        Child member = run.members().remove(random.nextInt(run.members().size()));
        member.kill();
        run.startMember();
        finishMove();
        return "killed a member";
    }

    private String letMemberSleep() throws IOException, InterruptedException {
        Child member = anyMember();
        member.signal("STOP");
        Duration sleep = Duration.ofMillis(random.nextInt(LONGEST_SLEEP_MILLIS));
        Pauser.real().pause(sleep);
        member.signal("CONT");
        finishMove();
        return "let a member sleep for " + sleep.toMillis() + " ms";
    }

    private String letMemberSleepAndKillCoordinator() throws IOException, InterruptedException {
        Child member = anyMember();
        member.signal("STOP");
        killCoordinator();
        Pauser.real().pause(Duration.ofMillis(random.nextInt(LONGEST_SLEEP_MILLIS)));
        member.signal("CONT");
        return "let a member sleep and killed the coordinator";
    }

    private Child anyMember() {
        return run.members().get(random.nextInt(run.members().size()));
    }

    private void finishMove() throws IOException {
        run.coordinator().line().expect(Command.Reply.class);
    }

    /** A move that was held up is undone; it is asked for again until nobody is in its way any more. */
    int reach(String state) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Command.Reply reply = run.tell(new Command("move", state));
            if (reply.state().equals(state)) {
                return i;
            }
            Pauser.real().pause(AGAIN);
        }
        throw new IllegalStateException("the move to " + state + " was never made");
    }

    /** Ends what slept. */
    void heal() throws IOException, InterruptedException {
        for (Child child : sleeping) {
            child.close();
        }
    }
}
