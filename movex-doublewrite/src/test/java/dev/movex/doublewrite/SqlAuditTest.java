package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.control.AuditReport;
import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.StatementClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlAuditTest {
    private final SqlAudit audit = new SqlAudit();

    private void send(StatementClass kind, String text) {
        audit.seen(new Classified(kind, "a reason", List.of("t"), text, 1, null, null, Set.of(), List.of()))
                .count();
    }

    @Test
    void textsAreBoundedAndDeniedOnesFindRoom() {
        for (int i = 0; i < 10_000; i++) {
            send(StatementClass.PRIMARY_ONLY, "SELECT " + i);
        }
        send(StatementClass.DENIED, "DROP TABLE t");
        AuditReport report = audit.report();
        assertThat(report.texts()).hasSize(5001);
        assertThat(report.texts().get(0).sql()).isEqualTo("DROP TABLE t");
        assertThat(report.dropped()).isEqualTo(5000);
        assertThat(report.shares().get("denied")).isEqualTo(1.0 / 10_001);
    }

    @Test
    void longTextsAreShortened() {
        send(StatementClass.IMAGE, "x".repeat(100_000));
        assertThat(audit.report().texts().get(0).sql()).hasSizeLessThan(2100).endsWith("…");
    }
}
