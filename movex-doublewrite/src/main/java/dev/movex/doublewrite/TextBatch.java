package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.StatementClass;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a batch of texts: as the driver does while none of them needs a mirror, one by one otherwise. Used once. */
final class TextBatch {
    private final StatementBehaviour statement;

    TextBatch(StatementBehaviour statement) {
        this.statement = statement;
    }

    long[] run(List<String> texts) throws SQLException {
        if (texts.isEmpty()) {
            return new long[0];
        }
        List<Classified> classes = new ArrayList<>();
        for (String text : texts) {
            classes.add(statement.classify(text));
        }
        boolean control = classes.stream().anyMatch(c -> c.control() != null);
        boolean plain = classes.stream().allMatch(c -> c.kind() == StatementClass.PRIMARY_ONLY);
        boolean dual = statement.session().dual();
        return !control && (plain || !dual) ? together(texts, classes) : oneByOne(texts);
    }

    private long[] together(List<String> texts, List<Classified> classes) throws SQLException {
        Session session = statement.session();
        Unit unit = session.begin(classes.get(0).shown());
        try {
            if (unit.dual() && classes.stream().anyMatch(c -> c.kind() != StatementClass.PRIMARY_ONLY)) {
                // the pattern has changed since the texts were looked at
                return oneByOne(texts);
            }
            Statement physical = statement.driver().on(unit.lease());
            physical.clearBatch();
            for (String text : texts) {
                physical.addBatch(text);
            }
            int[] counts = physical.executeBatch();
            long[] large = new long[counts.length];
            for (int i = 0; i < counts.length; i++) {
                large[i] = counts[i];
            }
            for (Classified each : classes) {
                session.effect(unit, each);
            }
            return large;
        } finally {
            session.statementDone();
        }
    }

    private long[] oneByOne(List<String> texts) throws SQLException {
        long[] counts = new long[texts.size()];
        for (int i = 0; i < counts.length; i++) {
            String text = texts.get(i);
            try {
                counts[i] = statement.run(new StatementBehaviour.Execution(
                        text, Wish.NONE, s -> Outcome.ofCount(s.executeLargeUpdate(text))));
            } catch (SQLException e) {
                long[] done = Arrays.copyOf(counts, i);
                throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), done, e);
            }
        }
        return counts;
    }
}
