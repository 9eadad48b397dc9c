package dev.movex.compatibility.hibernate;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.POSTGRESQL, dst = ServerKind.MARIADB)
class HibernateThingsPostgresToMariaDbTest extends HibernateThingsContract {}
