/** The DataSource that writes to two databases, and the member that the coordinator talks to. */
@NullMarked
package dev.movex.doublewrite;

import org.jspecify.annotations.NullMarked;
