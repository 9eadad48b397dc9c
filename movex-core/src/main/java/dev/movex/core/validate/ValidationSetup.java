package dev.movex.core.validate;

import dev.movex.core.access.Databases;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.event.EventPublisher;
import dev.movex.core.event.EvidenceSink;
import dev.movex.core.follow.Applied;
import dev.movex.core.plan.Plan;
import java.time.Duration;

/**
 * What validators work with.
 *
 * @param plan the tables
 * @param databases the two databases
 * @param equality decides whether rows are equal
 * @param publisher takes confirmed inconsistencies
 * @param evidence takes the records of runs
 * @param patience how long a suspect is tried again that the journal names, before it counts as pending
 * @param applied knows whether what was written on the base has been brought over, where somebody follows its log
 */
public record ValidationSetup(
        Plan plan,
        Databases databases,
        RowEquality equality,
        EventPublisher publisher,
        EvidenceSink evidence,
        Duration patience,
        Applied applied) {

    /** Returns the setup that compares columns by their text. */
    public static ValidationSetup standard(
            Plan plan, Databases databases, EventPublisher publisher, EvidenceSink evidence) {
        return new ValidationSetup(
                plan, databases, RowEquality.byText(), publisher, evidence, Duration.ofSeconds(5), Applied.ALWAYS);
    }

    /** Returns the setup with another comparison of rows. */
    public ValidationSetup withEquality(RowEquality other) {
        return new ValidationSetup(plan, databases, other, publisher, evidence, patience, applied);
    }

    /** Returns the setup with another patience. */
    public ValidationSetup withPatience(Duration other) {
        return new ValidationSetup(plan, databases, equality, publisher, evidence, other, applied);
    }

    /** Returns the setup for a base whose log somebody follows. */
    public ValidationSetup withApplied(Applied follower) {
        return new ValidationSetup(plan, databases, equality, publisher, evidence, patience, follower);
    }
}
