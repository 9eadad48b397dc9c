package dev.movex.doublewrite.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Session settings of MySQL and MariaDB. */
final class MysqlSession {
    private static final Set<String> HARMLESS = Set.of(
            "lock_wait_timeout",
            "innodb_lock_wait_timeout",
            "wait_timeout",
            "interactive_timeout",
            "net_read_timeout",
            "net_write_timeout",
            "max_execution_time",
            "max_statement_time",
            "optimizer_switch",
            "optimizer_search_depth",
            "profiling",
            "long_query_time",
            "tmp_table_size",
            "max_heap_table_size",
            "sort_buffer_size",
            "join_buffer_size",
            "read_rnd_buffer_size",
            "sql_notes",
            "sql_warnings",
            "sql_safe_updates",
            "transaction_read_only",
            "tx_read_only");

    private static final Set<String> ISOLATION = Set.of("transaction_isolation", "tx_isolation");
    private static final Set<String> UTF8 = Set.of("utf8mb4", "utf8", "utf8mb3", "default");

    /** Settings under which the rows or texts that Movex reads would be others. */
    private static final Pattern DENIED =
            Pattern.compile("character_set_.*|sql_select_limit|sql_big_selects|max_join_size|collation_database");

    private MysqlSession() {}

    static Classified classify(TokenReader reader) {
        reader.next();
        if (reader.peek().is("statement")) {
            return Classified.denied("SET STATEMENT … FOR; run the statement by itself");
        }
        if (reader.accept("names") || reader.accept("charset")) {
            return characters(reader);
        }
        if (reader.peek().is("character") && reader.token(reader.at() + 1).is("set")) {
            reader.at(reader.at() + 2);
            return characters(reader);
        }
        if (reader.find(reader.at(), "transaction") == reader.at()
                || (reader.peek().kind() == Token.Kind.WORD
                        && reader.token(reader.at() + 1).is("transaction"))) {
            return reader.peek().is("global")
                    ? Classified.primaryOnly("a setting of the server")
                    : session(SessionEffect.SESSION_MODE);
        }
        if (reader.peek().is("password")
                || reader.peek().is("default")
                || reader.peek().is("role")) {
            return reader.peek().is("role")
                    ? session(SessionEffect.DECIDES_VALUES)
                    : Classified.denied("a change of users in one of two databases");
        }
        return list(reader);
    }

    private static Classified characters(TokenReader reader) {
        return UTF8.contains(reader.peek().text()) && reader.find(reader.at(), "collate") < 0
                ? session(SessionEffect.PINS)
                : Classified.denied("the setting changes the text of values, in which rows travel; leave utf8mb4");
    }

    private static Classified list(TokenReader reader) {
        Set<SessionEffect> effects = new HashSet<>();
        int settings = 0;
        Classified control = null;
        while (!reader.atEnd()) {
            Classified each = setting(reader);
            if (each.kind() == StatementClass.DENIED) {
                return each;
            }
            control = each.control() == null ? control : each;
            effects.addAll(each.effects());
            settings++;
            int comma = reader.find(reader.at(), t -> t.symbol(","));
            reader.at(comma < 0 ? reader.size() : comma + 1);
        }
        if (control != null) {
            return settings == 1 ? control : Classified.denied("autocommit together with other settings");
        }
        return Classified.primaryOnly("session setting").with(effects);
    }

    /** Reads {@code [GLOBAL | SESSION | LOCAL | @@[scope.]]name = value}, or {@code @variable := value}. */
    private static Classified setting(TokenReader reader) {
        if (reader.acceptSymbol("@")) {
            return session(SessionEffect.PINS);
        }
        boolean system = reader.acceptSymbol("@@");
        boolean scoped = system && reader.token(reader.at() + 1).symbol(".");
        Token first = reader.peek();
        boolean scope =
                List.of("global", "persist", "persist_only", "session", "local").contains(first.text())
                        && (!system || scoped);
        if (scope) {
            reader.next();
            reader.acceptSymbol(".");
        }
        if (scope && !first.is("session") && !first.is("local")) {
            return Classified.primaryOnly("a setting of the server");
        }
        String name = reader.next().text();
        return named(name, reader);
    }

    private static Classified named(String name, TokenReader reader) {
        Token value = reader.token(reader.at() + 1);
        if (name.equals("autocommit")) {
            return autoCommit(value.text());
        }
        if (DENIED.matcher(name).matches()) {
            return Classified.denied("the setting " + name + " changes what Movex reads of rows");
        }
        if (HARMLESS.contains(name)) {
            return session(SessionEffect.PINS);
        }
        if (ISOLATION.contains(name)) {
            return session(SessionEffect.SESSION_MODE);
        }
        return name.equals("sql_mode")
                ? Classified.primaryOnly("session setting")
                        .with(Set.of(SessionEffect.DECIDES_VALUES, SessionEffect.SEARCH_PATH))
                : session(SessionEffect.DECIDES_VALUES);
    }

    private static Classified autoCommit(String value) {
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "1", "on", "true" -> Classified.control(new Control.AutoCommit(true));
            case "0", "off", "false" -> Classified.control(new Control.AutoCommit(false));
            default -> Classified.denied("autocommit set to a value that is computed");
        };
    }

    private static Classified session(SessionEffect effect) {
        return Classified.primaryOnly("session setting").with(effect);
    }
}
