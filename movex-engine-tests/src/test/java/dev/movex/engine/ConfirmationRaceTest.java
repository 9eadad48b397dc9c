package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Hooks;
import dev.movex.core.compare.RowEquality;
import dev.movex.core.row.DirtyKey;
import dev.movex.core.validate.Confirmation;
import dev.movex.core.validate.Confirmer;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealPostgres
class ConfirmationRaceTest extends ConfirmationRaceContract {
    @Test
    void aKeyOfAnotherTimeZoneIsFoundInTheJournal(DatabasePair pair) throws Exception {
        for (Side side : Side.values()) {
            Lab.run(pair, side, "DROP TABLE item");
            Lab.run(pair, side, "CREATE TABLE seen (at timestamptz, n numeric, note text, PRIMARY KEY (at, n))");
        }
        Lab zoned = Lab.of(pair);
        DirtyKey here = key("seen", "2026-01-01 00:00:00+00", "1.50");
        try (DualWrite write = new DualWrite(zoned)) {
            write.base("INSERT INTO seen VALUES ('2026-01-01T00:00:00Z', 1.50, 'x')");
            write.journal(key("seen", "2026-01-01 05:45:00+05:45", "1.5"));
            write.commitBase();
        }
        Confirmation confirmation = new Confirmer(zoned.plan(), zoned.databases(), Duration.ofMillis(50), Hooks.real())
                .confirm(Side.SRC, List.of(here), zoned::authority, RowEquality.byText());
        assertThat(confirmation.confirmed()).isEmpty();
        assertThat(confirmation.pending()).containsExactly(here);
    }
}
