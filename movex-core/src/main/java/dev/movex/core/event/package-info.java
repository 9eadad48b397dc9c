/** Inconsistency events and the queue that carries them to the repairer. */
@NullMarked
package dev.movex.core.event;

import org.jspecify.annotations.NullMarked;
