package dev.movex.doublewrite.sql;

import org.jspecify.annotations.Nullable;

/**
 * A value in a statement.
 *
 * @param parameter the number of the parameter; 0 if the value stands in the text
 * @param constant the value in the text; null if it is a parameter or NULL
 */
record Value(int parameter, @Nullable String constant) {}
