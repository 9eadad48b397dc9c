/** The {@code movex} command. Standard output carries results, standard error everything else. */
@NullMarked
package dev.movex.cli;

import org.jspecify.annotations.NullMarked;
