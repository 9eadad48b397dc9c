package dev.movex.testkit.shop;

import dev.movex.testkit.ledger.Ledger;
import dev.movex.testkit.ledger.TableSpec;
import java.util.SplittableRandom;

/**
 * The loaded rows that one writer may write: of each ten, in turn, the first five. The rest stays cold.
 *
 * @param ledger knows how many rows were loaded
 * @param index the number of the writer among all writers of all processes
 * @param of the number of those writers
 */
record Share(Ledger ledger, int index, int of) {
    /** Returns the number of any loaded row of the share, 0 if there is none. */
    long number(TableSpec table, SplittableRandom random) {
        long tens = ledger.loadedRows(table) / 10;
        long turns = (tens - index + of - 1) / of;
        return turns <= 0 ? 0 : (random.nextLong(turns) * of + index) * 10 + random.nextInt(5);
    }

    /** Returns the number of any loaded customer that orders may refer to; no writer deletes a loaded customer. */
    long customer(SplittableRandom random) {
        long tens = ledger.loadedRows(ShopTables.CUSTOMERS) / 10;
        return tens == 0 ? 0 : random.nextLong(tens) * 10 + 1 + random.nextInt(4);
    }
}
