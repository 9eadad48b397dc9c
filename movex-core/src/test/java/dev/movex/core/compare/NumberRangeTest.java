package dev.movex.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRangeTest {
    private static final int PARTS = 8;

    @ParameterizedTest
    @CsvSource({
        "0, 16000",
        "-8000, 8000",
        "-9223372036854775808, 9223372036854775807",
        "0, 18446744073709551615",
        "5, 6",
        "5, 8",
        "100, 117"
    })
    void partsFollowEachOtherFromBoundToBound(String after, String upTo) {
        List<KeyRange> parts = NumberRange.cut(new KeyRange(RowKey.of(after), RowKey.of(upTo)), PARTS);
        assertThat(parts).hasSizeBetween(1, PARTS);
        RowKey from = RowKey.of(after);
        for (KeyRange part : parts) {
            assertThat(part.after()).isEqualTo(from);
            assertThat(part.upTo()).isNotEqualTo(from);
            from = part.upTo();
        }
        assertThat(from).isEqualTo(RowKey.of(upTo));
    }

    @Test
    void aRangeWithoutABoundStaysWhole() {
        for (KeyRange range :
                List.of(KeyRange.ALL, new KeyRange(RowKey.of("1"), null), new KeyRange(null, RowKey.of("9")))) {
            assertThat(NumberRange.cut(range, PARTS)).containsExactly(range);
        }
    }
}
