package dev.movex.engine;

import dev.movex.testkit.database.RealPostgres;

@RealPostgres
class DigestTest extends DigestContract {}
