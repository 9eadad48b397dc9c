package dev.movex.engine;

import dev.movex.testkit.database.RealPostgres;

@RealPostgres
class FollowerTest extends FollowerContract {}
