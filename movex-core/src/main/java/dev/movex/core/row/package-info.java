/** Rows and their keys, in canonical text form. */
@NullMarked
package dev.movex.core.row;

import org.jspecify.annotations.NullMarked;
