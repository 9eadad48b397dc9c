/** Following what is written on the base past Movex's double writers: its change log, and the stop of its writers. */
@NullMarked
package dev.movex.core.follow;

import org.jspecify.annotations.NullMarked;
