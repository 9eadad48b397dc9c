package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.Steps;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.row.KeyRange;
import dev.movex.core.row.RowKey;
import dev.movex.core.validate.BoxedValidator;
import dev.movex.core.validate.BoxedValidator.Pass;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.ValidationReport;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationScope;
import dev.movex.testkit.database.DatabasePair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validations of a part of the rows, and of all of them in several goes. */
abstract class PartialValidationContract {
    private static final int ROWS = 30_000;
    private static final int PAGE = 85_000;
    private static final int MORE_ROWS = ROWS + 2 * PAGE;

    private final List<InconsistentEvent> events = new ArrayList<>();
    private final CursorStore cursors = CursorStore.inMemory();
    private final Ticking clock = new Ticking();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(
                pair,
                "CREATE TABLE item (id bigint PRIMARY KEY, note text)",
                "CREATE TABLE other (id bigint PRIMARY KEY, note text)");
        lab.execBoth("INSERT INTO item SELECT n, 'x' FROM generate_series(1, " + ROWS + ") n");
        lab.execBoth("INSERT INTO other SELECT n, 'x' FROM generate_series(1, 10) n");
    }

    private ValidationRun validate(ValidationScope scope) throws Exception {
        return new FullValidator(lab.validation(events), Hooks.real()).run(scope, lab::authority, Watch.none());
    }

    @Test
    void aSampleLooksAtItsShareAndIsNoFullValidation() throws Exception {
        ValidationScope sample = ValidationScope.ALL.sampled(0.3, 7);
        ValidationRun run = validate(sample);
        assertThat(run.kind()).isEqualTo(ValidationRun.Kind.PARTIAL);
        assertThat(run.tables().get(0).rows()).isBetween(1L, ROWS - 1L);
        assertThat(validate(sample).tables().get(0).sourceDigest())
                .isEqualTo(run.tables().get(0).sourceDigest());
        assertThat(validate(sample.sampled(0.3, 8)).tables().get(0).sourceDigest())
                .isNotEqualTo(run.tables().get(0).sourceDigest());
        assertThat(validate(ValidationScope.ALL).kind()).isEqualTo(ValidationRun.Kind.FULL);
    }

    @Test
    void aRangeEndsWhereItShould() throws Exception {
        lab.exec(Side.DST, "UPDATE item SET note = 'y' WHERE id IN (100, 101, 200, 201)");
        lab.exec(Side.DST, "UPDATE other SET note = 'y' WHERE id = 1");
        ValidationRun run = validate(ValidationScope.ALL
                .of(Set.of("public.item"))
                .withRange("public.item", new KeyRange(new RowKey(List.of("100")), new RowKey(List.of("200")))));
        assertThat(events)
                .extracting(InconsistentEvent::dirtyKey)
                .containsExactlyInAnyOrder(key("item", "101"), key("item", "200"));
        assertThat(run.tables()).hasSize(1);
        assertThat(run.tables().get(0).rows()).isEqualTo(100);
    }

    @Test
    void keysAloneTellMissingAndSurplusRows() throws Exception {
        lab.exec(
                Side.DST,
                "DELETE FROM item WHERE id = 15000",
                "INSERT INTO item VALUES (99999, 'x')",
                "UPDATE item SET note = 'y' WHERE id = 3");
        validate(ValidationScope.ALL.ofKeysOnly());
        assertThat(events)
                .extracting(InconsistentEvent::dirtyKey)
                .containsExactlyInAnyOrder(key("item", "15000"), key("item", "99999"));
    }

    @Test
    void boxesOfTimeMakeOneWholePass() throws Exception {
        for (int from = ROWS; from < MORE_ROWS; from += PAGE) {
            lab.execBoth(
                    "INSERT INTO item SELECT n, 'x' FROM generate_series(" + (from + 1) + ", " + (from + PAGE) + ") n");
        }
        lab.exec(Side.DST, "UPDATE item SET note = 'y' WHERE id IN (1, 29999)");
        BoxedValidator validator = boxed(Duration.ofDays(1));
        int boxes = 1;
        Pass pass = validator.box(Duration.ZERO, lab::authority, Watch.none());
        assertThat(pass.complete()).isFalse();
        while (!pass.complete()) {
            // another process goes on
            pass = boxed(Duration.ofDays(1)).box(Duration.ZERO, lab::authority, Watch.none());
            boxes++;
        }
        assertThat(boxes).isGreaterThan(3);
        assertThat(pass.rows()).isEqualTo(MORE_ROWS + 10);
        assertThat(pass.inconsistencies()).isEqualTo(2);
        assertThat(pass.clean()).isFalse();
        assertThat(events).hasSize(2);
    }

    @Test
    void aPassThatIsOlderThanEvidenceMayBeBeginsAnew() throws Exception {
        BoxedValidator validator = boxed(Duration.ofHours(1));
        Pass first = validator.box(Duration.ZERO, lab::authority, Watch.none());
        clock.now = clock.now.plus(Duration.ofHours(2));
        Pass second = validator.box(Duration.ZERO, lab::authority, Watch.none());
        assertThat(second.started()).isNotEqualTo(first.started());
        assertThat(second.rows()).isEqualTo(first.rows());
    }

    @Test
    void aPassOfAnotherEpochBeginsAnew() throws Exception {
        BoxedValidator validator = boxed(Duration.ofDays(1));
        Pass first = validator.box(Duration.ZERO, lab::authority, Watch.none());
        lab.authority(Authority.under(Pattern.SRC_FIRST, 3));
        lab.control(Side.SRC, 3, true);
        lab.control(Side.DST, 3, false);
        Pass second = validator.box(Duration.ZERO, lab::authority, Watch.none());
        assertThat(second.epoch()).isEqualTo(3);
        assertThat(second.rows()).isEqualTo(first.rows());
    }

    @Test
    void theReportTellsWhatWasFound() throws Exception {
        lab.exec(Side.DST, "UPDATE item SET note = 'y' WHERE id = 5", "INSERT INTO item VALUES (99999, 'x')");
        ValidationReport report = new ValidationReport(validate(ValidationScope.ALL), Map.of("public.item", 2L));
        assertThat(report.toJson())
                .contains("\"kind\":\"full\"", "\"clean\":false", "\"compared\":30000", "\"equal\":29999")
                .contains("\"confirmed\":{\"base_missing\":1,\"neq\":1}", "\"repaired\":2", "\"columns\":[\"note\"]");
        assertThat(report.toLines()).anySatisfy(line -> assertThat(line).contains("public.item", "30000", "29999"));
    }

    private BoxedValidator boxed(Duration limit) {
        return new BoxedValidator(
                lab.validation(events), cursors, limit, new Hooks(Pauser.real(), Steps.none(), clock));
    }

    /** A clock that stands, until it is set. */
    private static final class Ticking extends Clock {
        private volatile Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
