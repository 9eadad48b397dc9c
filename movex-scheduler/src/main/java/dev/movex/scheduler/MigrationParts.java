package dev.movex.scheduler;

import dev.movex.core.access.Databases;
import dev.movex.core.control.MemberGroup;
import dev.movex.core.plan.Plan;
import java.time.Clock;

/** What a migration is made of. */
record MigrationParts(
        Plan plan,
        Databases databases,
        MemberGroup members,
        Settings settings,
        Clock clock,
        JdbcControlStore store,
        Records records,
        EvidenceBook evidence,
        Tally tally,
        Workers workers,
        Progresses progresses,
        AuthorityHolder authority,
        AuditTrail trail,
        RateWatch rates) {

    static MigrationParts of(MigrationConfig config, MemberGroup members) {
        Plan plan = config.plan();
        Databases databases = config.databases();
        Clock clock = Clock.systemUTC();
        Records records = new Records(plan.migration(), databases);
        EvidenceBook evidence =
                new EvidenceBook(records, new Records(plan.migration(), databases, Records.HOME.other()));
        Tally tally = new Tally(records);
        Progresses progresses = new Progresses(plan);
        AuthorityHolder authority = new AuthorityHolder();
        AuditTrail trail = new AuditTrail(plan.migration(), databases, clock);
        return new MigrationParts(
                plan,
                databases,
                members,
                config.settings(),
                clock,
                new JdbcControlStore(plan.migration(), databases, trail),
                records,
                evidence,
                tally,
                new CoreWorkers(config, records, evidence, tally, progresses, authority, new MemberCommits(members)),
                progresses,
                authority,
                trail,
                new RateWatch(members));
    }

    /** Returns what the migration holds its tables by. */
    TableClaims claims() {
        return new TableClaims(plan, databases);
    }
}
