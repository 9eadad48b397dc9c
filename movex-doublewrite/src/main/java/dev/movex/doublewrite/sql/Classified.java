package dev.movex.doublewrite.sql;

import java.util.List;
import java.util.Set;
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
 * @param effects what it does to the session
 * @param relations the relations outside the plan that it writes, or the temporary one that it creates
 */
public record Classified(
        StatementClass kind,
        String reason,
        List<String> tables,
        String shown,
        int statements,
        @Nullable Dml dml,
        @Nullable Control control,
        Set<SessionEffect> effects,
        List<Relation> relations) {
    public Classified {
        tables = List.copyOf(tables);
        effects = Set.copyOf(effects);
        relations = List.copyOf(relations);
    }

    static Classified of(StatementClass kind, String reason, List<String> tables) {
        return new Classified(kind, reason, tables, "", 1, null, null, Set.of(), List.of());
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

    static Classified of(Dml dml, String reason, PlannedTables tables) {
        // below the first level the same is asked of each child
        PlannedTables.Cascade unreadable = tables.unreadable(dml.cascades()).orElse(null);
        if (unreadable != null) {
            String child = unreadable.child().name();
            return of(
                    StatementClass.DENIED,
                    "the database would change rows of " + child + " by itself, through a foreign key whose columns"
                            + " are not all moved",
                    dml.tables());
        }
        StatementClass kind = dml.replay() == null ? StatementClass.IMAGE : StatementClass.REPLAY;
        return new Classified(kind, reason, dml.tables(), "", 1, dml, null, Set.of(), List.of());
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
                Set.of(),
                List.of());
    }

    Classified with(SessionEffect other) {
        return with(Set.of(other));
    }

    Classified with(Set<SessionEffect> others) {
        return new Classified(kind, reason, tables, shown, statements, dml, control, others, relations);
    }

    Classified with(String shownSql, int count) {
        return new Classified(kind, reason, tables, shownSql, count, dml, control, effects, relations);
    }

    static Classified outside(TokenReader.TableRef ref) {
        return primaryOnly("writes a table outside the plan").with(List.of(new Relation(ref.schema(), ref.name())));
    }

    static Classified temporary(@Nullable String name) {
        Classified found = primaryOnly("a temporary table").with(SessionEffect.TEMPORARY);
        return name == null ? found : found.with(List.of(new Relation(null, name)));
    }

    static Classified temporaryGone(String name) {
        return primaryOnly("a temporary table")
                .with(SessionEffect.TEMPORARY_GONE)
                .with(List.of(new Relation(null, name)));
    }

    Classified with(List<Relation> others) {
        return new Classified(kind, reason, tables, shown, statements, dml, control, effects, others);
    }

    /** Returns the same text, denied for another reason. */
    public Classified deniedAs(String other) {
        return new Classified(
                StatementClass.DENIED, other, tables, shown, statements, null, control, effects, relations);
    }

    /**
     * The name of a relation in a text.
     *
     * @param schema its schema as stored; null if the text names none
     * @param name its name as stored
     */
    public record Relation(@Nullable String schema, String name) {}
}
