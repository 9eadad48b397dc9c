package dev.movex.springboot;

import dev.movex.scheduler.Migration;
import java.util.List;
import java.util.function.Supplier;

/** The one migration that the routes with the envelope steer; they have no place for a name. */
record OnlyMigration(MigrationRegistry migrations) implements Supplier<Migration> {
    @Override
    public Migration get() {
        List<Migration> all = migrations.all();
        if (all.size() != 1) {
            throw new RefusedCallException(Reply.refused(
                    409,
                    "NOT_ONE_MIGRATION",
                    all.size() + " migrations are open here, and this path names none.",
                    "Use the resources under /api/v1/migrations."));
        }
        return all.get(0);
    }
}
