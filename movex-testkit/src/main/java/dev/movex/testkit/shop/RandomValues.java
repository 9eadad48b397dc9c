package dev.movex.testkit.shop;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values for columns, among them the ones that are easily mangled on the way. */
final class RandomValues {
    private static final List<String> STATUS = List.of("new", "paid", "sent", "held");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "plain",
            "naïve – 数 𝄞",
            "it's \"quoted\"",
            "a\\b",
            "tab\there",
            "two\nlines",
            "NULL",
            "\\N",
            "{x,y}");
    private static final LocalDateTime BASE = LocalDateTime.of(2025, 1, 1, 0, 0);

    private final SplittableRandom random;

    RandomValues(SplittableRandom random) {
        this.random = random;
    }

    BigDecimal amount() {
        return BigDecimal.valueOf(random.nextInt(-5_000, 5_000), 2);
    }

    BigDecimal price() {
        return BigDecimal.valueOf(random.nextInt(1, 1_000_000), 2);
    }

    @Nullable BigDecimal anyDecimal() {
        return random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(7));
    }

    int quantity() {
        return random.nextInt(1, 100);
    }

    String status() {
        return STATUS.get(random.nextInt(STATUS.size()));
    }

    String sku() {
        return ShopTables.sku(random.nextInt(100_000));
    }

    @Nullable String text() {
        int which = random.nextInt(TEXTS.size() + 1);
        return which == TEXTS.size() ? null : TEXTS.get(which);
    }

    LocalDateTime dateTime() {
        return BASE.plus(random.nextLong(31_536_000_000_000L), ChronoUnit.MICROS);
    }

    OffsetDateTime instant() {
        return dateTime().atOffset(ZoneOffset.ofHours(random.nextInt(-8, 9)));
    }

    @Nullable Boolean truth() {
        int which = random.nextInt(3);
        return which == 0 ? null : Boolean.valueOf(which == 1);
    }

    byte @Nullable [] bytes() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Nullable List<@Nullable String> tags() {
        if (random.nextInt(5) == 0) {
            return null;
        }
        @Nullable String[] tags = new @Nullable String[random.nextInt(4)];
        Arrays.setAll(tags, i -> text());
        return Arrays.asList(tags);
    }

    /** Returns a document in the form in which jsonb gives it back. */
    @Nullable String jsonb() {
        if (random.nextInt(6) == 0) {
            return null;
        }
        return "{\"n\": " + random.nextInt(1_000) + ", \"size\": " + random.nextInt(50)
                + ", \"parts\": [null, true, \"é\", " + random.nextInt(9) + ".50]}";
    }

    /** Returns a document whose text, blanks and doubled keys included, json keeps. */
    @Nullable String json() {
        return random.nextInt(6) == 0 ? null : "{\"b\" :" + random.nextInt(1_000) + ",  \"b\":[ ]}";
    }

    static UUID uuid(String token) {
        return UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8));
    }
}
