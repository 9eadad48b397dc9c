/** Keys of rows that were written past the double-write layer, read from the change log of a database. */
@NullMarked
package dev.movex.debezium;

import org.jspecify.annotations.NullMarked;
