package dev.movex.kafka;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class KafkaRepairPostgresToMariaDbTest extends KafkaRepairContract {}
