package dev.movex.doublewrite.sql;

import dev.movex.doublewrite.sql.Token.Kind;
import java.util.HashSet;
import java.util.Set;

/** What functions of PostgreSQL that a query calls leave behind in the session. */
final class PostgresTraces {
    /** What counters gave out lives in the session, and so do locks that are not the transaction's. */
    private static final Set<String> PINNING = Set.of(
            "nextval",
            "currval",
            "lastval",
            "setval",
            "pg_advisory_lock",
            "pg_advisory_lock_shared",
            "pg_try_advisory_lock",
            "pg_try_advisory_lock_shared");

    private PostgresTraces() {}

    /** Returns the class of a query with what the functions leave behind that stand in it, at whatever depth. */
    static Classified in(TokenReader reader, Classified query) {
        if (query.kind() == StatementClass.DENIED) {
            return query;
        }
        Set<SessionEffect> effects = new HashSet<>(query.effects());
        for (int i = 0; i < reader.size(); i++) {
            Token token = reader.token(i);
            if (!token.isName() || !reader.token(i + 1).symbol("(")) {
                continue;
            }
            if (PINNING.contains(token.text())) {
                effects.add(SessionEffect.PINS);
            }
            if (token.text().equals("set_config")) {
                Classified setting = setting(reader.token(i + 2));
                if (setting.kind() == StatementClass.DENIED) {
                    return setting;
                }
                effects.addAll(setting.effects());
            }
        }
        return query.with(effects);
    }

    private static Classified setting(Token name) {
        return name.kind() == Kind.STRING
                ? SessionParser.setting(name.text())
                : Classified.primaryOnly("a setting whose name is not known")
                        .with(Set.of(
                                SessionEffect.DECIDES_VALUES, SessionEffect.SEARCH_PATH, SessionEffect.SESSION_MODE));
    }
}
