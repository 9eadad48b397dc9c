/** What the data source costs where it only passes through. */
@NullMarked
package dev.movex.benchmarks.wrapper;

import org.jspecify.annotations.NullMarked;
