/** How long the comparison of two tables takes, beside push-down hashes, a streamed merge and other tools. */
@NullMarked
package dev.movex.benchmarks.validate;

import org.jspecify.annotations.NullMarked;
