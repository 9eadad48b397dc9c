package dev.movex.debezium;

import dev.movex.core.access.CursorStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps how far a log was read beside the other cursors of a migration. The engine makes it by its name, so that it finds its
 * store in a table of those that are open.
 */
public final class ControlDataOffsets extends MemoryOffsetBackingStore {
    static final String STORE = "offset.storage.movex";

    private static final Map<String, CursorStore> OPEN = new ConcurrentHashMap<>();
    private static final TypeReference<Map<String, String>> SHAPE = new TypeReference<>() {};

    private String name = "";

    /** Lets engines find a store by its name. */
    static void open(String name, CursorStore store) {
        OPEN.put(name, store);
    }

    static void close(String name) {
        OPEN.remove(name);
    }

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        name = String.valueOf(config.originals().get(STORE));
    }

    private CursorStore store() {
        return Objects.requireNonNull(OPEN.get(name), "the store is closed");
    }

    @Override
    public void start() {
        super.start();
        try {
            store().load(name).ifPresent(this::read);
        } catch (SQLException e) {
            throw new ConnectException("the place in the log could not be read", e);
        }
    }

    private void read(String saved) {
        JsonMapper.shared().readValue(saved, SHAPE).forEach((key, value) -> data.put(bytes(key), bytes(value)));
    }

    @Override
    protected void save() {
        Map<String, String> texts = new LinkedHashMap<>();
        data.forEach((key, value) -> texts.put(text(key), text(value)));
        try {
            store().save(name, JsonMapper.shared().writeValueAsString(texts));
        } catch (SQLException e) {
            throw new ConnectException("the place in the log could not be saved", e);
        }
    }

    /** Returns the values of what was saved. */
    static List<String> values(String saved) {
        return JsonMapper.shared().readValue(saved, SHAPE).values().stream()
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                .toList();
    }

    /** Asked by those who list connectors alone. */
    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text));
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
