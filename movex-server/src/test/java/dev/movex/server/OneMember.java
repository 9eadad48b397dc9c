package dev.movex.server;

import dev.movex.core.control.Member;
import dev.movex.core.control.MemberGroup;
import dev.movex.doublewrite.MovexDataSource;
import java.util.List;
import java.util.Map;

/** The data source of this process as the whole of a migration's members. */
record OneMember(MovexDataSource dataSource) implements MemberGroup {
    @Override
    public List<? extends Member> members() {
        return List.of(dataSource.member());
    }

    @Override
    public List<String> deniedStatements() {
        return List.of();
    }

    @Override
    public int auditedStatements() {
        return dataSource.audit().entries().size();
    }

    @Override
    public Map<String, Object> metrics() {
        return Map.of("audited", auditedStatements());
    }

    @Override
    public boolean breakerOpen() {
        return false;
    }

    @Override
    public double lastHoldMillis() {
        return 0;
    }
}
