/** Finds rows that differ between the two sides and confirms them under locks. */
@NullMarked
package dev.movex.core.validate;

import org.jspecify.annotations.NullMarked;
