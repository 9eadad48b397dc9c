/** The words of a migration: its two sides, the write patterns, the states, and the errors. */
@NullMarked
package dev.movex.core;

import org.jspecify.annotations.NullMarked;
