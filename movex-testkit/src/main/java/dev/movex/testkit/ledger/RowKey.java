package dev.movex.testkit.ledger;

/** A row of a table, by its key as text. */
record RowKey(TableSpec table, String key) {
    @Override
    public String toString() {
        return table.name() + " " + key;
    }
}
