/** Control rows, the fence, the journal, and the pure core of the change protocol. */
@NullMarked
package dev.movex.core.control;

import org.jspecify.annotations.NullMarked;
