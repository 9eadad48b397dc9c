package dev.movex.scheduler;

import dev.movex.core.access.CursorStore;
import java.sql.SQLException;
import java.util.Optional;

/** Keeps cursors among the records. */
final class CursorRecords implements CursorStore {
    static final String KIND = "cursor";

    private final Records records;

    CursorRecords(Records records) {
        this.records = records;
    }

    @Override
    public Optional<String> load(String name) throws SQLException {
        return Optional.ofNullable(records.read(KIND).get(name)).filter(body -> !body.isEmpty());
    }

    @Override
    public void save(String name, String cursor) throws SQLException {
        records.put(KIND, name, cursor);
    }

    @Override
    public void remove(String name) throws SQLException {
        records.put(KIND, name, "");
    }
}
