package dev.movex.core.member;

import dev.movex.core.control.AuditReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what several members have seen together. */
final class AuditReports {
    private static final List<String> ORDER = List.of("denied", "image");

    private AuditReports() {}

    static AuditReport together(List<AuditReport> reports) {
        Map<String, AuditReport.Text> texts = new LinkedHashMap<>();
        long dropped = 0;
        Map<String, Double> sums = new TreeMap<>();
        double weights = 0;
        for (AuditReport report : reports) {
            report.texts().forEach(text -> texts.merge(text.kind() + " " + text.sql(), text, AuditReports::sum));
            dropped += report.dropped();
            double weight = report.dropped()
                    + report.texts().stream().mapToLong(AuditReport.Text::count).sum();
            weights += weight;
            report.shares().forEach((kind, share) -> sums.merge(kind, share * weight, Double::sum));
        }
        double all = Math.max(1, weights);
        sums.replaceAll((kind, sum) -> sum / all);
        List<AuditReport.Text> sorted = texts.values().stream()
                .sorted(Comparator.comparingInt((AuditReport.Text t) -> rank(t.kind()))
                        .thenComparing(Comparator.comparingLong(AuditReport.Text::count)
                                .reversed()))
                .toList();
        return new AuditReport(sums, sorted, dropped);
    }

    private static int rank(String kind) {
        int rank = ORDER.indexOf(kind);
        return rank < 0 ? ORDER.size() : rank;
    }

    private static AuditReport.Text sum(AuditReport.Text a, AuditReport.Text b) {
        return new AuditReport.Text(a.sql(), a.kind(), a.reason(), a.tables(), a.count() + b.count());
    }
}
