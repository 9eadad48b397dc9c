/** Jdbi through Movex. */
@NullMarked
package dev.movex.compatibility.jdbi;

import org.jspecify.annotations.NullMarked;
