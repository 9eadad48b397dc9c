/** What differs between databases, as named questions. */
@NullMarked
package dev.movex.core.dialect;

import org.jspecify.annotations.NullMarked;
