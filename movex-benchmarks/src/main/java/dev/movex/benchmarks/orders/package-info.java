/** The table that copy and validation are measured on, and the servers it stands on. */
@NullMarked
package dev.movex.benchmarks.orders;

import org.jspecify.annotations.NullMarked;
