/** Copies a table by Movex and by its peers. */
@NullMarked
package dev.movex.benchmarks.copy;

import org.jspecify.annotations.NullMarked;
