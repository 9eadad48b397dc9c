package dev.movex.engine;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;
import org.junit.jupiter.api.Nested;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class MariaDbPairTest {
    @Nested
    class Copy extends CopyContract {}

    @Nested
    class CopyKill extends CopyKillContract {}

    @Nested
    class CopyRace extends CopyRaceContract {}

    @Nested
    class LiveLoad extends LiveLoadContract {}

    @Nested
    class ConfirmationRace extends ConfirmationRaceContract {}

    @Nested
    class Following extends FollowerContract {}

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
    class Undo extends UndoContract {}

    @Nested
    class RepairOrder extends RepairOrderContract {}

    @Nested
    class RepairWorker extends RepairWorkerContract {}

    @Nested
    class LargeValues extends LargeValuesContract {}

    @Nested
    class Types extends MySqlFamilyTypesContract {}

    @Nested
    class MySqlFamily extends MySqlFamilyContract {}
}
