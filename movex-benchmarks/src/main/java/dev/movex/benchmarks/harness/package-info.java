/** What all benchmarks share: loads, interleaved rounds, medians. */
@NullMarked
package dev.movex.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
