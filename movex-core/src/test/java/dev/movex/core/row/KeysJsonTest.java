package dev.movex.core.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class KeysJsonTest {
    @Test
    void everyTextComesBackAsItWas() {
        List<DirtyKey> keys = List.of(
                new DirtyKey("shop.orders", RowKey.of("1")),
                new DirtyKey("shop.\"odd\\ name", RowKey.of("a\"b\\c", "", "\u0000\b\n\u001f\u007f\u2028")),
                new DirtyKey("shop.orders", RowKey.of("\ud83d\ude00 é 漢")),
                new DirtyKey("shop.orders", RowKey.of("half \ud83d")));

        String json = KeysJson.write(keys);

        assertThat(KeysJson.read(json)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(JsonMapper.shared().readTree(json).propertyNames())
                .containsExactlyInAnyOrder("shop.orders", "shop.\"odd\\ name");
    }

    @Test
    void keysAreGroupedByTableAndNamedOnce() {
        DirtyKey one = new DirtyKey("shop.orders", RowKey.of("1"));
        DirtyKey line = new DirtyKey("shop.lines", RowKey.of("1", "2"));

        assertThat(KeysJson.write(List.of(one, line, new DirtyKey("shop.orders", RowKey.of("2")), one)))
                .isEqualTo("{\"shop.orders\":[[\"1\"],[\"2\"]],\"shop.lines\":[[\"1\",\"2\"]]}");
        assertThat(KeysJson.write(List.of())).isEqualTo("{}");
    }
}
