package dev.movex.core.dialect;

import dev.movex.core.plan.Sequence;
import dev.movex.core.plan.Table;
import java.util.List;

/**
 * Whom the least that a migration needs is granted to on one side.
 *
 * @param database the database, where statements have to name it
 * @param tables the planned tables of the side
 * @param sequences the sequences of the tables' schemas
 * @param application the user of the application's pool
 * @param operator the user of Movex's own work
 */
public record Grants(
        String database, List<Table> tables, List<Sequence> sequences, String application, String operator) {
    public Grants {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }
}
