package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.Names;
import dev.movex.doublewrite.sql.Syntax;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names in SQL texts mean to a session, and so how its statements are classed. Used by one thread at a time. */
final class SessionNames {
    private final Session session;
    /** Never changed in place: what was classed is remembered under it. */
    private Set<String> hidden = Set.of();

    private @Nullable List<String> path;
    private @Nullable Syntax syntax;
    private @Nullable Side classedFor;

    SessionNames(Session session) {
        this.session = session;
    }

    /** Classes a text. */
    Classified classify(String sql, boolean prepared) throws SQLException {
        Names names = names();
        classedFor = names.side();
        return session.engine().catalog().classify(sql, prepared, names, this::behind);
    }

    /** Returns whether what was classed last still holds in a transaction that has begun since. */
    boolean hold(Unit begun) {
        return classedFor == begun.lease().side();
    }

    private @Nullable String behind(Classified.Relation relation) throws SQLException {
        return hidden.contains(relation.name()) && relation.schema() == null
                ? null
                : (String) session.ask(on -> session.engine().relations().behind(relation, on));
    }

    Names names() throws SQLException {
        SideAccess side = session.engine().side(session.assignment().pattern().primary());
        boolean schemas = side.dialect().name().equals("postgresql");
        String schema = schemas ? session.settings().schema : session.settings().catalog;
        if (path != null) {
            return new Names(side.tables(), path, hidden, syntax(side));
        }
        if (schema != null) {
            return new Names(side.tables(), List.of(schema), hidden, syntax(side));
        }
        SessionDefaults known = side.known();
        SessionDefaults defaults = known != null ? known : session.aside(Lease::defaults);
        return hidden.isEmpty()
                ? side.names(defaults)
                : new Names(side.tables(), defaults.path(), hidden, defaults.syntax());
    }

    /** Takes note of a temporary table that is there or gone. */
    void temporary(List<Classified.Relation> relations, boolean there) {
        Set<String> changed = new HashSet<>(hidden);
        for (Classified.Relation relation : relations) {
            if (there) {
                changed.add(relation.name());
            } else {
                changed.remove(relation.name());
            }
        }
        hidden = Set.copyOf(changed);
    }

    private Syntax syntax(SideAccess side) throws SQLException {
        if (syntax != null) {
            return syntax;
        }
        SessionDefaults known = side.known();
        return known != null ? known.syntax() : session.aside(Lease::defaults).syntax();
    }

    /** Takes note that other schemas are searched, or that texts are read by other rules. */
    void searchPath(Lease lease) throws SQLException {
        path = SessionDefaults.path(lease.physical(), lease.access().dialect());
        syntax = SessionDefaults.syntax(lease.physical(), lease.access().dialect());
    }

    /** Takes note that the schema was set by the JDBC call. */
    void schemaSet() {
        path = null;
    }

    /** Forgets what belonged to another physical session. */
    void forget() {
        path = null;
        syntax = null;
        hidden = Set.of();
    }
}
