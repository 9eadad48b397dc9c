package dev.movex.scheduler;

import dev.movex.core.Side;
import dev.movex.core.control.ControlRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is broken in an audit trail. Pure.
 *
 * @param chains the links of each side, the first one first
 * @param heads the link that each side calls its last
 * @param open the control row that tells the state; null before the installation
 */
record AuditCheck(
        Map<Side, List<AuditLink>> chains,
        Map<Side, AuditLink> heads,
        @Nullable ControlRow open) {

    AuditVerdict verdict() {
        List<String> broken = new ArrayList<>();
        Map<Side, AuditAnchor> ends = new EnumMap<>(Side.class);
        long entries = 0;
        for (Side side : Side.values()) {
            List<AuditLink> chain = chain(side);
            entries += chain.size();
            if (!chain.isEmpty()) {
                ends.put(side, chain.get(chain.size() - 1).anchor());
            }
            Stream.of(brokenLink(side), brokenEnd(side), unseen(side))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(broken::add);
        }
        if (broken.isEmpty()) {
            otherState().ifPresent(broken::add);
        }
        return new AuditVerdict(broken.isEmpty(), broken, ends, entries);
    }

    private List<AuditLink> chain(Side side) {
        return chains.getOrDefault(side, List.of());
    }

    private static String at(Side side, long number) {
        return "Entry " + number + " of the " + side.label() + " ";
    }

    private Optional<String> brokenLink(Side side) {
        String previous = "";
        long number = 0;
        for (AuditLink link : chain(side)) {
            number++;
            if (link.number() != number) {
                return Optional.of(
                        at(side, number) + "is not there: number " + link.number() + " stands in its place.");
            }
            if (!link.hash().equals(link.rightHash())) {
                return Optional.of(at(side, number) + "was changed: its hash is not that of its text.");
            }
            if (!link.previous().equals(previous)) {
                return Optional.of(at(side, number) + "does not follow the one before it: that one was replaced.");
            }
            previous = link.hash();
        }
        return Optional.empty();
    }

    private Optional<String> brokenEnd(Side side) {
        List<AuditLink> chain = chain(side);
        AuditLink head = heads.get(side);
        AuditLink last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
        if (head == null ? last == null : last != null && head.hash().equals(last.hash())) {
            return Optional.empty();
        }
        return Optional.of(at(side, head == null ? chain.size() : head.number()) + "is called the last one, and "
                + (last == null ? "none is there." : "number " + last.number() + " is."));
    }

    /** What the other chain has seen of this one must still be there. */
    private Optional<String> unseen(Side side) {
        List<AuditLink> chain = chain(side);
        for (AuditLink other : chain(side.other())) {
            AuditAnchor seen = readable(other) ? other.entry().seen() : null;
            if (seen != null && !there(chain, seen)) {
                return Optional.of(at(side, seen.number()) + "is not the one that entry " + other.number() + " of the "
                        + side.other().label() + " has seen there.");
            }
        }
        return Optional.empty();
    }

    private static boolean there(List<AuditLink> chain, AuditAnchor seen) {
        return seen.number() <= chain.size()
                && chain.get((int) seen.number() - 1).hash().equals(seen.hash());
    }

    private static boolean readable(AuditLink link) {
        return link.hash().equals(link.rightHash());
    }

    private Optional<String> otherState() {
        Optional<AuditEntry> last = Stream.of(Side.values())
                .flatMap(side -> chain(side).stream())
                .map(AuditLink::entry)
                .filter(AuditEntry::move)
                .max(Comparator.comparingLong(AuditEntry::epoch).thenComparing(AuditEntry::at));
        if (open == null || last.isPresent() && last.get().to() == open.state()) {
            return Optional.empty();
        }
        return Optional.of("The control row of the " + open.side().label() + " is in state "
                + open.state().wire() + ", and the last move in the trail "
                + last.map(entry -> "leads to " + entry.to()).orElse("is missing") + ".");
    }
}
