/**
 * Classes of SQL statements: how each is mirrored while two databases are written. Internal to Movex; public only
 * because Java has no other word for it.
 */
@NullMarked
package dev.movex.doublewrite.sql;

import org.jspecify.annotations.NullMarked;
