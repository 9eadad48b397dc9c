package dev.movex.benchmarks.copy;

import dev.movex.testkit.database.Database;
import java.util.List;

/**
 * Another way to copy the table.
 *
 * @param name its name in the report
 * @param programs what must be installed
 * @param work copies the rows into the empty table; returns why it could not, empty if it could
 * @param into the database that has the rows afterwards
 */
record Peer(String name, List<String> programs, Work work, Database into) {
    interface Work {
        String run() throws Exception;
    }
}
