package dev.movex.core.member;

import dev.movex.core.control.Instruction;
import dev.movex.core.dialect.Push;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the members of one migration meet their coordinator. All it keeps is soft: what members may write, the control
 * rows in the databases decide. So it may lose, delay or double anything but a registration whose writing has returned.
 *
 * <p>Implementations are thread-safe. Every method that asks the store throws an SQLException if the store does not answer,
 * of whatever kind the store is.
 */
public interface MemberStore extends AutoCloseable {
    /** Writes a member's registration and renews its lease. Other members and the coordinator may be woken by it. */
    void put(MemberEntry entry) throws SQLException;

    /** Reads all registrations, also of members that are gone. */
    List<MemberEntry.Stored> members() throws SQLException;

    /** Removes a registration. */
    void remove(String member) throws SQLException;

    /** Reads the newest instruction; empty if there has been none. */
    Optional<Instruction> instruction() throws SQLException;

    /**
     * Posts an instruction to all members, unless one with the same or a higher number is there.
     *
     * @return whether it is the newest one now
     */
    boolean post(Instruction instruction) throws SQLException;

    /** Writes what a member tells about itself, as JSON without values of rows and without secrets. */
    void describe(String member, String json) throws SQLException;

    /** Reads what members tell about themselves, by their names. */
    Map<String, String> descriptions() throws SQLException;

    /**
     * Makes someone the acting coordinator, or lets it stay so, unless another one is and its lease is not over.
     *
     * @return whether it is the acting one for as long as the lease lasts, counted from before the call
     */
    boolean elect(String coordinator, Duration lease) throws SQLException;

    /** Reads who acts as coordinator; empty if nobody does. */
    Optional<String> acting() throws SQLException;

    /**
     * Calls someone whenever there may be something new, from a thread of the store's; it must not block for long. May
     * call without need, and may miss something while the store does not answer: who waits, looks now and then.
     *
     * @return ends the watch when it is closed; empty if the store can't push
     */
    Optional<AutoCloseable> watch(Push.Topic topic, Runnable changed);

    @Override
    void close();
}
