package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.core.control.AuditReport;
import dev.movex.core.member.MemberDescription;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts together what this process tells about itself. Asks both databases, and waits as long as their pools do. */
final class SelfDescription {
    private static final int OPEN = 10;
    private static final int TEXTS = 200;

    private final EmbeddedMembers own;
    private final MovexMember member;
    private final Gate gate;
    private final OwnSessions sessions;
    private final String host;

    SelfDescription(EmbeddedMembers own, MovexMember member, Gate gate, OwnSessions sessions) {
        this.own = own;
        this.member = member;
        this.gate = gate;
        this.sessions = sessions;
        this.host = host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    MemberDescription now() {
        Map<String, String> reach = new HashMap<>();
        Map<String, List<String>> used = new HashMap<>();
        for (Side side : Side.values()) {
            String name = side.name().toLowerCase(Locale.ROOT);
            reach.put(name, own.reach(side));
            used.put(name, sessions.ids(side).stream().map(String::valueOf).toList());
        }
        AuditReport audit = own.audit();
        List<AuditReport.Text> texts = audit.texts();
        return new MemberDescription(
                host,
                ProcessHandle.current().pid(),
                member.openTransactions().stream().limit(OPEN).toList(),
                own.deniedStatements(),
                own.auditedStatements(),
                own.journaling(),
                own.breakerOpen(),
                own.needsApplier(),
                gate.stale(),
                own.lastHoldMillis(),
                reach,
                used,
                own.metrics(),
                new AuditReport(audit.shares(), texts.subList(0, Math.min(TEXTS, texts.size())), audit.dropped()));
    }
}
