/** The change of the primary over several processes: how long writers pause, and whether any write is lost. */
@NullMarked
package dev.movex.benchmarks.change;

import org.jspecify.annotations.NullMarked;
