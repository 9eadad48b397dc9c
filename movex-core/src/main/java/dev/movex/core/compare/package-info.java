/** The comparison of both sides, by digests of ranges and by rows, which copy and validation share. */
@NullMarked
package dev.movex.core.compare;

import org.jspecify.annotations.NullMarked;
