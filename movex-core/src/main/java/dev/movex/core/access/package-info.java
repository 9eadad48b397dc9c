/** The two databases of a migration and the reading and writing of rows by key, which all workers share. */
@NullMarked
package dev.movex.core.access;

import org.jspecify.annotations.NullMarked;
