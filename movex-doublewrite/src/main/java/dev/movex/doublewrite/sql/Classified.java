package dev.movex.doublewrite.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a SQL text.
 *
 * @param kind its class
 * @param reason why it has the class, a clause
 * @param tables the planned tables that it writes, by their plan names
 * @param shown the text without values
 * @param statements how many statements the text holds
 * @param dml how it is mirrored; present for REPLAY and IMAGE
 * @param control what it does to the transaction; present for TRANSACTION_CONTROL
 * @param effect what it does to the session
 * @param relation the relation outside the plan that it writes, or the temporary one that it creates; null if neither
 */
public record Classified(
        StatementClass kind,
        String reason,
        List<String> tables,
        String shown,
        int statements,
        @Nullable Dml dml,
        @Nullable Control control,
        SessionEffect effect,
        @Nullable Relation relation) {
    public Classified {
        tables = List.copyOf(tables);
    }

    static Classified of(StatementClass kind, String reason, List<String> tables) {
        return new Classified(kind, reason, tables, "", 1, null, null, SessionEffect.NONE, null);
    }

    static Classified primaryOnly(String reason) {
        return of(StatementClass.PRIMARY_ONLY, reason, List.of());
    }

    static Classified denied(String reason) {
        return of(StatementClass.DENIED, reason, List.of());
    }

    static Classified denied(String reason, String table) {
        return of(StatementClass.DENIED, reason, List.of(table));
    }

    static Classified of(Dml dml, String reason) {
        StatementClass kind = dml.replay() == null ? StatementClass.IMAGE : StatementClass.REPLAY;
        return new Classified(kind, reason, List.of(dml.table().name()), "", 1, dml, null, SessionEffect.NONE, null);
    }

    static Classified control(Control control) {
        return new Classified(
                StatementClass.TRANSACTION_CONTROL,
                "transaction control",
                List.of(),
                "",
                1,
                null,
                control,
                SessionEffect.NONE,
                null);
    }

    Classified with(SessionEffect other) {
        return new Classified(kind, reason, tables, shown, statements, dml, control, other, relation);
    }

    Classified with(String shownSql, int count) {
        return new Classified(kind, reason, tables, shownSql, count, dml, control, effect, relation);
    }

    static Classified outside(TokenReader.TableRef ref) {
        return primaryOnly("writes a table outside the plan").with(new Relation(ref.schema(), ref.name()));
    }

    static Classified temporary(@Nullable String name) {
        Classified found = primaryOnly("a temporary table").with(SessionEffect.TEMPORARY);
        return name == null ? found : found.with(new Relation(null, name));
    }

    private Classified with(Relation other) {
        return new Classified(kind, reason, tables, shown, statements, dml, control, effect, other);
    }

    /** Returns the same text, denied for another reason. */
    public Classified deniedAs(String other) {
        return new Classified(StatementClass.DENIED, other, tables, shown, statements, null, control, effect, relation);
    }

    /**
     * The name of a relation in a text.
     *
     * @param schema its schema as stored; null if the text names none
     * @param name its name as stored
     */
    public record Relation(@Nullable String schema, String name) {}
}
