package dev.movex.testkit.shop;

import java.util.UUID;

/**
 * How the writers write.
 *
 * @param writers the number of threads
 * @param pace how many transactions they begin in a second, together
 * @param seed decides what they do
 * @param member a short name that no other process and no earlier run on the same shop has; it is part of the rows
 * @param memberIndex the number of this process, from 0
 * @param members the number of processes that write to the same shop
 * @param deadlocks whether shared customers are added to in any order, so that writers deadlock now and then; each
 *     deadlock lasts as long as the server takes to find it
 */
public record WriterOptions(
        int writers, Pace pace, long seed, String member, int memberIndex, int members, boolean deadlocks) {
    /** Checks the numbers. */
    public WriterOptions {
        if (writers < 1 || memberIndex < 0 || memberIndex >= members) {
            throw new IllegalArgumentException("at least one writer, and a member among " + members + ", are needed");
        }
    }

    /** Returns the options of the only process that writes. */
    public static WriterOptions of(int writers, Pace pace) {
        return new WriterOptions(writers, pace, 1, UUID.randomUUID().toString().substring(0, 8), 0, 1, false);
    }

    /** Returns options with another seed. */
    public WriterOptions withSeed(long other) {
        return new WriterOptions(writers, pace, other, member, memberIndex, members, deadlocks);
    }

    /** Returns the options of one of several processes; each writes to rows of its own. */
    public WriterOptions withMember(String name, int index, int of) {
        return new WriterOptions(writers, pace, seed, name, index, of, deadlocks);
    }

    /** Returns options under which writers deadlock now and then. */
    public WriterOptions withDeadlocks() {
        return new WriterOptions(writers, pace, seed, member, memberIndex, members, true);
    }
}
