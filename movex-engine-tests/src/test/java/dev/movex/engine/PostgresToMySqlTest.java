package dev.movex.engine;

import dev.movex.core.Side;
import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MYSQL)
class PostgresToMySqlTest {
    @Nested
    class Copy extends CopyContract {}

    @Nested
    class LiveLoad extends LiveLoadContract {}

    @Nested
    class ConfirmationRace extends ConfirmationRaceContract {}

    @Nested
    class RepairRace extends RepairRaceContract {}

    @Nested
    class JournalSweeper extends JournalSweeperContract {}

    @Nested
    class IncrementalValidator extends IncrementalValidatorContract {}

    @Nested
    class FullValidator extends FullValidatorContract {}

    @Nested
    class Digest extends DigestContract {}

    @Nested
    class Arbiter extends ArbiterContract {}

    @Nested
    class PartialValidation extends PartialValidationContract {}

    @Nested
    class KeyKinds extends KeyKindsContract {}

    @Nested
    class RepairWorker extends RepairWorkerContract {}

    @Nested
    class CrossRefusals extends CrossRefusalsContract {}

    @Nested
    class Types extends CrossTypesContract {
        @Override
        boolean postgres(Side side) {
            return side == Side.SRC;
        }
    }

    @Nested
    class DeclaredForms extends DeclaredFormsContract {}
}
