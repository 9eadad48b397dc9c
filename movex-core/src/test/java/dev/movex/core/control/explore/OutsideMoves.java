package dev.movex.core.control.explore;

import dev.movex.core.Side;
import java.util.List;

/** What databases do by themselves. */
final class OutsideMoves {
    private OutsideMoves() {}

    static void of(Scene scene, Sink sink) {
        if (scene.outside().down() != null) {
            sink.next(1, "the database is back", scene.with(scene.outside().down(null)));
        } else if (scene.outside().faults() > 0) {
            for (Side side : Side.values()) {
                Scene gone = scene.with(scene.outside().fault().down(side));
                List<Process> processes = scene.processes().stream()
                        .map(p -> ProcessMoves.lost(p, side))
                        .toList();
                sink.next(
                        Sink.NEVER,
                        "FAULT: " + side + " goes away",
                        new Scene(
                                gone.src(),
                                gone.dst(),
                                gone.outside(),
                                processes,
                                gone.coordinator(),
                                gone.replaced()));
            }
        }
    }
}
