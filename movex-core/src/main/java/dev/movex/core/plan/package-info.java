/** The plan of a migration, read from the databases' own metadata: tables, keys, types, foreign-key order, and what stands in the way. */
@NullMarked
package dev.movex.core.plan;

import org.jspecify.annotations.NullMarked;
