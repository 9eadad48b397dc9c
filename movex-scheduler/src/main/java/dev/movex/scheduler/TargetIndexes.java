package dev.movex.scheduler;

import dev.movex.core.MovexException;
import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.Problem;
import dev.movex.core.schema.Ddl;
import dev.movex.core.schema.Ddl.Stage;
import dev.movex.core.schema.SchemaDraft;
import dev.movex.core.schema.SchemaPlanner;
import dev.movex.core.schema.SchemaRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates secondary indexes, unique constraints and foreign keys that the target lacks, when the rows are there. What is there
 * already is left as it is, so that it goes on where another process ended.
 */
final class TargetIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(TargetIndexes.class);

    private final Databases databases;
    private final PlanOptions options;

    TargetIndexes(Databases databases, PlanOptions options) {
        this.databases = databases;
        this.options = options;
    }

    /**
     * Creates them one after the other.
     *
     * @return whether all are there; false if it was cancelled
     * @throws MovexException with code {@code INDEXES_BLOCKED} or {@code SCHEMA_STATEMENT_FAILED}, naming what is in the way
     */
    boolean create(BooleanSupplier cancelled) throws SQLException {
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            DatabaseView target = new DatabaseView(databases.dstDialect(), dst);
            SchemaDraft draft = SchemaPlanner.plan(new DatabaseView(databases.srcDialect(), src), target, options);
            List<Ddl> missing = draft.at(Stage.INDEXES);
            if (!missing.isEmpty() && !draft.passed()) {
                throw new MovexException(
                        "INDEXES_BLOCKED",
                        "The target's indexes can't be created: "
                                + draft.leftOut().stream()
                                        .filter(Problem::blocking)
                                        .map(Problem::toString)
                                        .collect(Collectors.joining("; ")),
                        "Mend these and start the copy again, or switch create-indexes off.");
            }
            for (Ddl one : missing) {
                if (cancelled.getAsBoolean()) {
                    return false;
                }
                SchemaRun.apply(target, List.of(one), each -> LOG.info("creating {}", each.what()));
            }
            return true;
        }
    }
}
