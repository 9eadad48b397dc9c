package dev.movex.core.validate;

import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.compare.Arbiter;
import dev.movex.core.compare.ColumnsInJava;
import dev.movex.core.compare.Compared;
import dev.movex.core.compare.ComparisonOptions;
import dev.movex.core.compare.TableComparison;
import dev.movex.core.control.Authority;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import dev.movex.core.validate.ValidationRun.End;
import dev.movex.core.validate.ValidationRun.Kind;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares all rows of both sides while the application writes both. Missing, differing and surplus rows are found in
 * one pass; each is confirmed under locks before it is reported. Must not be used while one side alone is written:
 * nothing then tells a lag from a loss. Thread-safe.
 */
public final class FullValidator {
    private static final int BUFFER = 10_000;

    private final ValidationSetup setup;
    private final Hooks hooks;
    private final ColumnsInJava inJava = new ColumnsInJava();

    public FullValidator(ValidationSetup setup, Hooks hooks) {
        this.setup = setup;
        this.hooks = hooks;
    }

    /** Validates all tables of the plan. */
    public ValidationRun run(Supplier<Authority> authority, Watch watch) throws SQLException, InterruptedException {
        return run(ValidationScope.ALL, authority, watch);
    }

    /**
     * Validates some tables.
     *
     * @param startAfter the key to begin after, by table, to take up a run that ended early; none to begin at the
     *     beginning
     */
    public ValidationRun run(
            List<PlannedTable> tables, Map<String, RowKey> startAfter, Supplier<Authority> authority, Watch watch)
            throws SQLException, InterruptedException {
        ValidationScope scope = ValidationScope.ALL;
        if (!tables.equals(setup.plan().tables())) {
            scope = scope.of(tables.stream().map(PlannedTable::name).collect(Collectors.toSet()));
        }
        for (Map.Entry<String, RowKey> after : startAfter.entrySet()) {
            scope = scope.withRange(after.getKey(), new KeyRange(after.getValue(), null));
        }
        return run(scope, authority, watch);
    }

    /**
     * Validates what a scope says; the record is one of a full validation only if that is everything.
     *
     * @throws dev.movex.core.control.BaseChangedException if another side becomes the base; the record says failed
     * @throws SQLException if a database fails; the record says failed
     */
    public ValidationRun run(ValidationScope scope, Supplier<Authority> authority, Watch watch)
            throws SQLException, InterruptedException {
        List<PlannedTable> tables = scope.of(setup.plan());
        Kind kind = scope.whole() ? Kind.FULL : Kind.PARTIAL;
        RunInProgress run = new RunInProgress(setup, hooks, kind, authority, inJava);
        try {
            for (PlannedTable table : tables) {
                if (!validate(run, table, scope, watch)) {
                    return run.end(End.CANCELLED, "");
                }
            }
            return run.end(End.COMPLETE, "");
        } catch (SQLException e) {
            run.end(End.FAILED, setup.databases().dialect(run.base()).describe(e));
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            run.end(End.FAILED, e.getClass().getSimpleName());
            throw e;
        }
    }

    private boolean validate(RunInProgress run, PlannedTable table, ValidationScope scope, Watch watch)
            throws SQLException, InterruptedException {
        Set<DirtyKey> suspects = new LinkedHashSet<>();
        KeyRange range = scope.range(table);
        RunInProgress.Tally tally = run.tally(table.name());
        ComparisonOptions options = ComparisonOptions.standard()
                .withColumnsInJava(inJava)
                .withRange(range)
                .withShare(scope.share(), scope.seed());
        if (scope.keysOnly()) {
            options = options.ofKeysOnly();
        } else {
            new Arbiter(setup.databases(), run.base(), inJava).sample(table, range);
        }
        TableComparison comparison = new TableComparison(setup.databases(), table, run.base(), watch, options);
        boolean whole = comparison.run(null, compared -> {
            take(tally, range.after(), compared);
            compared.suspects().forEach(key -> suspects.add(new DirtyKey(table.name(), key)));
            if (suspects.size() >= BUFFER) {
                run.judge(suspects);
                suspects.clear();
            }
        });
        run.judge(suspects);
        return whole;
    }

    private static void take(RunInProgress.Tally tally, @Nullable RowKey after, Compared compared) {
        tally.compared(
                new KeyRange(after, compared.range().upTo()), compared.base(), compared.other(), compared.digests());
    }
}
