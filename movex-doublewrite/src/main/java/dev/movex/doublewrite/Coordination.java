package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.MemberProtocol.WhenOver;
import dev.movex.core.member.MemberStore;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes part in a migration that several processes share. Immutable; begin with {@link #usual} and change
 * what differs.
 *
 * @param lease how long the process may serve without hearing of its group; a change of pattern waits so long for a
 *     process that has died
 * @param renewal how often the lease is renewed
 * @param patience how long a new transaction waits for a lease before it fails
 * @param whenOver what new transactions do once the lease is over, while two databases are written
 * @param source gives connections to the source for this work; null for the application's pool, which then has to give two
 * @param target the same for the target
 * @param stores where the members meet besides the two databases, such as a ZooKeeper ensemble
 */
public record Coordination(
        Duration lease,
        Duration renewal,
        Duration patience,
        WhenOver whenOver,
        @Nullable DataSource source,
        @Nullable DataSource target,
        List<MemberStore> stores) {
    public Coordination {
        stores = List.copyOf(stores);
        if (renewal.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("a lease of " + lease
                    + " has to be renewed at least twice in its time, not" + " every " + renewal + " only");
        }
    }

    /** Returns where connections for this work come from. */
    DataSource source(SideAccess access) {
        DataSource own = access.side() == Side.SRC ? source : target;
        return own == null ? access.pool() : own;
    }

    /** Returns what fits most applications: leases of 5 seconds, no reads of the past. */
    public static Coordination usual() {
        return new Coordination(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                WhenOver.STOP,
                null,
                null,
                List.of());
    }

    /** Returns a copy with another lease. */
    public Coordination withLease(Duration length, Duration renewedEvery) {
        return new Coordination(length, renewedEvery, patience, whenOver, source, target, stores);
    }

    /** Returns a copy that lets new transactions wait another time for a lease. */
    public Coordination withPatience(Duration value) {
        return new Coordination(lease, renewal, value, whenOver, source, target, stores);
    }

    /** Returns a copy that does something else once the lease is over. */
    public Coordination withWhenOver(WhenOver value) {
        return new Coordination(lease, renewal, patience, value, source, target, stores);
    }

    /** Returns a copy with connections of its own. */
    public Coordination over(DataSource toSource, DataSource toTarget) {
        return new Coordination(lease, renewal, patience, whenOver, toSource, toTarget, stores);
    }

    /** Returns a copy whose members meet in further stores; the data source closes them. */
    public Coordination withStores(List<MemberStore> more) {
        return new Coordination(lease, renewal, patience, whenOver, source, target, more);
    }
}
