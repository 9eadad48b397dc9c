package dev.movex.testkit.ledger;

import java.util.List;

/**
 * What the oracle found.
 *
 * @param acknowledgedWrites row writes whose commit was acknowledged to a writer
 * @param lostWrites rows whose acknowledged state is not there: a missing or stale row, a row that came back after its
 *     delete, a loaded row that vanished, a transaction of unknown outcome that is there in part, a wrong sum
 * @param unwrittenRows rows that nobody wrote: with an unknown key, or a loaded row with content that nobody gave it
 * @param contradictions reads and update counts that contradicted the writer's own acknowledged writes
 * @param differences rows that are not the same on source and target; 0 if there was one database alone
 * @param unknownOutcomes transactions whose commit ended with an error that leaves open whether it took place
 * @param findings the first findings in words: table, key and what is wrong, never a value
 */
public record Verdict(
        long acknowledgedWrites,
        long lostWrites,
        long unwrittenRows,
        long contradictions,
        long differences,
        long unknownOutcomes,
        List<String> findings) {
    /** Copies the findings. */
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing is lost, nothing is there that nobody wrote, and both sides are equal. */
    public boolean clean() {
        return lostWrites == 0 && unwrittenRows == 0 && contradictions == 0 && differences == 0;
    }
}
