/** {@code movex bench}: what Movex costs, measured beside its peers. */
@NullMarked
package dev.movex.cli.bench;

import org.jspecify.annotations.NullMarked;
