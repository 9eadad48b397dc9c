package dev.movex.doublewrite;

import dev.movex.core.Side;
import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.Names;
import dev.movex.doublewrite.sql.StatementClassifier;
import dev.movex.doublewrite.sql.Syntax;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decides once per SQL text how it is mirrored, and counts each use. Bounded. Thread-safe. */
final class StatementCatalog {
    private static final int MAX_TEXTS = 4000;
    /** Longer texts are made up of values, and are not sent twice. */
    private static final int MAX_LENGTH = 1 << 16;

    private final StatementClassifier classifier;
    private final SqlAudit audit;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();

    StatementCatalog(StatementClassifier classifier, SqlAudit audit) {
        this.classifier = classifier;
        this.audit = audit;
    }

    Classified classify(String sql, boolean prepared, Names names, Look look) throws SQLException {
        Key key = new Key(sql, prepared, names.side(), names.path(), names.hidden(), names.syntax());
        Known entry = known.get(key);
        if (entry == null) {
            Classified classified = classifier.classify(names.syntax().read(sql, prepared), names);
            for (Classified.Relation relation : classified.relations()) {
                String behind = look.behind(relation);
                classified = behind == null ? classified : classified.deniedAs(behind);
            }
            entry = new Known(classified, audit.seen(classified));
            if (known.size() >= MAX_TEXTS) {
                // texts with values in them would fill any cache; those in real use are back at once
                known.clear();
            }
            if (sql.length() <= MAX_LENGTH) {
                known.put(key, entry);
            }
        }
        entry.seen().count();
        return entry.classified();
    }

    private record Known(Classified classified, SqlAudit.Seen seen) {}

    private record Key(String sql, boolean prepared, Side side, List<String> path, Set<String> hidden, Syntax syntax) {
        /** The text knows its own; the rest is mostly the same. */
        @Override
        public int hashCode() {
            return sql.hashCode();
        }
    }

    /** Looks behind the name of a relation outside the plan. */
    interface Look {
        /** Returns why a write of it might be one of a planned table; null if it is not. */
        @Nullable String behind(Classified.Relation relation) throws SQLException;
    }
}
