package dev.movex.core.repair;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlannedTable;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.Row;
import dev.movex.core.row.RowKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps undo images in the log of the side that is written, in the very transaction that writes: a
 * change and its image are there together or not at all. Of what was written a hash is kept, which is enough to tell
 * whether a row has changed since. Thread-safe.
 */
public final class UndoLog implements UndoImages {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KIND = "undo/";

    private final Plan plan;
    private final Databases databases;
    private final String run;

    /**
     * @param run the name under which {@link Undo} finds the images again, at most 180 characters
     */
    public UndoLog(Plan plan, Databases databases, String run) {
        this.plan = plan;
        this.databases = databases;
        this.run = run;
    }

    /** Returns the name of the run. */
    public String run() {
        return run;
    }

    /**
     * An image as it is stored.
     *
     * @param columns the columns of {@code before}, as they were planned then
     * @param before the row as it was, canonical texts; null if there was none
     * @param after the hash of the row as it was written; null if it was deleted
     */
    record Body(
            String table,
            List<String> key,
            List<String> columns,
            @Nullable List<@Nullable String> before,
            @Nullable String after) {

        DirtyKey dirtyKey() {
            return new DirtyKey(table, new RowKey(key));
        }

        /** Returns whether the plan still moves the same columns of the table. */
        boolean fits(Plan plan) {
            return plan.find(table)
                    .filter(planned -> planned.columns().equals(columns))
                    .isPresent();
        }

        @Nullable Row row() {
            return before == null ? null : new Row(new RowKey(key), before);
        }
    }

    /** A stored image and the id that orders it. */
    record Stored(long id, Body body) {}

    @Override
    public void keep(Connection connection, Side side, List<UndoImage> images) throws SQLException {
        if (images.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(databases.dialect(side).control().appendLog())) {
            for (UndoImage image : images) {
                statement.setString(1, plan.migration());
                statement.setString(2, KIND + run);
                statement.setString(3, JSON.writeValueAsString(body(image)));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private Body body(UndoImage image) {
        PlannedTable table = plan.table(image.key().table());
        Row before = image.before();
        return new Body(
                table.name(),
                image.key().key().values(),
                table.columns(),
                before == null ? null : before.values(),
                hash(image.after()));
    }

    /** Reads images of the run below an id, the latest first. */
    List<Stored> read(Connection connection, Side side, long below, int limit) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(databases.dialect(side).control().readLogBackwards())) {
            statement.setString(1, plan.migration());
            statement.setString(2, KIND + run);
            statement.setLong(3, below);
            statement.setInt(4, limit);
            List<Stored> images = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    images.add(new Stored(row.getLong(1), JSON.readValue(row.getString(2), Body.class)));
                }
            }
            return images;
        }
    }

    /** Takes an image away; false if another one has. */
    boolean take(Connection connection, Side side, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(databases.dialect(side).control().deleteOfLog())) {
            statement.setLong(1, id);
            return statement.executeUpdate() == 1;
        }
    }

    /** Returns whether a row is the one that the run wrote. */
    static boolean unchanged(Body body, @Nullable Row now) {
        return Objects.equals(body.after(), hash(now));
    }

    private static @Nullable String hash(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        try {
            byte[] text = JSON.writeValueAsString(row.values()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
