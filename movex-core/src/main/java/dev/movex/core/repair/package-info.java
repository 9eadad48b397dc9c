/** Makes rows of the secondary equal to the primary, under locks. */
@NullMarked
package dev.movex.core.repair;

import org.jspecify.annotations.NullMarked;
