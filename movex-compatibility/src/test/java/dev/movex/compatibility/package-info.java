/** Frameworks that write through Movex: what they do to one database must be what is on both. */
@NullMarked
package dev.movex.compatibility;

import org.jspecify.annotations.NullMarked;
