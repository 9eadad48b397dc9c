/** What events over a broker and their repair cost. */
@NullMarked
package dev.movex.benchmarks.events;

import org.jspecify.annotations.NullMarked;
