package dev.movex.core.control;

import java.util.List;
import java.util.Map;

/**
 * What the applications send, and how it is mirrored while two databases are written. Texts carry no values.
 *
 * @param shares the share of each class among all statements so far, between 0 and 1
 * @param texts the SQL texts: denied ones first, then images, then the rest, the most frequent first
 * @param dropped how many statements were counted in the shares alone, because there was no room for their text
 */
public record AuditReport(Map<String, Double> shares, List<Text> texts, long dropped) {
    /** Nothing was seen. */
    public static final AuditReport NONE = new AuditReport(Map.of(), List.of(), 0);

    public AuditReport {
        shares = Map.copyOf(shares);
        texts = List.copyOf(texts);
    }

    /**
     * A SQL text.
     *
     * @param sql the text, with {@code ?} for each value
     * @param kind its class: {@code denied}, {@code image}, {@code replay}, {@code transaction_control} or
     *     {@code primary_only}
     * @param reason why it has the class
     * @param tables the planned tables that it writes
     * @param count how often it was sent
     */
    public record Text(String sql, String kind, String reason, List<String> tables, long count) {
        public Text {
            tables = List.copyOf(tables);
        }
    }
}
