package dev.movex.compatibility.hibernate;

import dev.movex.testkit.database.RealDatabases;
import dev.movex.testkit.database.ServerKind;

@RealDatabases(src = ServerKind.MARIADB, dst = ServerKind.MARIADB)
class HibernateShopMariaDbTest extends HibernateShopContract {}
