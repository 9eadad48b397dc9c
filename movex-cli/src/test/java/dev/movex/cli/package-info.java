/** Tests of the command, against real databases, and of the architecture. */
@NullMarked
package dev.movex.cli;

import org.jspecify.annotations.NullMarked;
