package dev.movex.scheduler;

import dev.movex.core.control.MemberGroup;
import dev.movex.core.copy.CommitTimes;
import java.util.Map;
import java.util.OptionalDouble;

/** The mean time of the members' commits between two looks, from what they count. Thread-safe. */
final class MemberCommits implements CommitTimes {
    private final MemberGroup members;
    private long commits;
    private long micros;

    MemberCommits(MemberGroup members) {
        this.members = members;
    }

    @Override
    public synchronized OptionalDouble meanMillis() {
        Map<String, Object> metrics = members.metrics();
        long commitsNow = count(metrics, "commits");
        long microsNow = count(metrics, "commit_micros");
        long more = commitsNow - commits;
        double millis = (microsNow - micros) / 1000.0;
        commits = commitsNow;
        micros = microsNow;
        return more <= 0 ? OptionalDouble.empty() : OptionalDouble.of(millis / more);
    }

    private static long count(Map<String, Object> metrics, String name) {
        return metrics.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
