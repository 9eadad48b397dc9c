package dev.movex.compatibility.hibernate;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MYSQL, dst = ServerKind.MYSQL)
class HibernateThingsMySqlTest extends HibernateThingsContract {}
