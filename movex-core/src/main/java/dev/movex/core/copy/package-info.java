/** Copies old rows to the secondary while the application writes. */
@NullMarked
package dev.movex.core.copy;

import org.jspecify.annotations.NullMarked;
