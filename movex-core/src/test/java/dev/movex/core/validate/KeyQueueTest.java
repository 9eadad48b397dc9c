package dev.movex.core.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.row.DirtyKey;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyQueueTest {
    private static DirtyKey key(int n) {
        return new DirtyKey("t", RowKey.of(String.valueOf(n)));
    }

    @Test
    void keysComeOutInTheirOrderAndOnce() {
        KeyQueue queue = new KeyQueue(10);
        queue.offer(List.of(key(2), key(1), key(2)));
        assertThat(queue.drain(10)).containsExactly(key(2), key(1));
        assertThat(queue.drain(10)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        KeyQueue queue = new KeyQueue(2);
        assertThat(queue.offer(List.of(key(1), key(2), key(3), key(1)))).isEqualTo(1);
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.drain(1)).containsExactly(key(1));
        assertThat(queue.size()).isEqualTo(1);
    }
}
