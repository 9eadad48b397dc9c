package dev.movex.doublewrite.sql;

import java.util.Locale;
import java.util.Set;

/** Session settings. */
final class SessionParser {
    private static final Set<String> HARMLESS = Set.of(
            "application_name",
            "statement_timeout",
            "lock_timeout",
            "deadlock_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "client_min_messages",
            "work_mem",
            "maintenance_work_mem",
            "temp_buffers",
            "jit",
            "random_page_cost",
            "seq_page_cost",
            "plan_cache_mode",
            "synchronous_commit");

    /** Settings under which the text of a value is another one, or means another value. */
    private static final Set<String> TEXT_FORMS = Set.of(
            "datestyle",
            "intervalstyle",
            "bytea_output",
            "extra_float_digits",
            "lc_monetary",
            "xmloption",
            "standard_conforming_strings",
            "session_replication_role");

    private SessionParser() {}

    static Classified classify(TokenReader reader) {
        String verb = reader.next().text();
        if (!verb.equals("set")) {
            return session(SessionEffect.SEARCH_PATH);
        }
        if (reader.accept("constraints")) {
            return Classified.primaryOnly("session setting");
        }
        if (reader.accept("transaction")) {
            return session(SessionEffect.TRANSACTION_MODE);
        }
        if (reader.peek().is("session") && reader.token(reader.at() + 1).is("characteristics")) {
            return session(SessionEffect.SESSION_MODE);
        }
        reader.acceptAny("session", "local");
        return setting(reader.peek().text());
    }

    /** Classes a change of a setting by its name. */
    static Classified setting(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        if (TEXT_FORMS.contains(name)) {
            return Classified.denied("the setting changes the text of values, in which rows travel")
                    .with(SessionEffect.DECIDES_VALUES);
        }
        if (HARMLESS.contains(name) || name.startsWith("enable_")) {
            return session(SessionEffect.PINS);
        }
        return switch (name) {
            case "search_path", "schema" -> session(SessionEffect.SEARCH_PATH);
            case "default_transaction_isolation" -> session(SessionEffect.SESSION_MODE);
            case "transaction_isolation" -> session(SessionEffect.TRANSACTION_MODE);
            default -> session(SessionEffect.DECIDES_VALUES);
        };
    }

    private static Classified session(SessionEffect effect) {
        return Classified.primaryOnly("session setting").with(effect);
    }
}
