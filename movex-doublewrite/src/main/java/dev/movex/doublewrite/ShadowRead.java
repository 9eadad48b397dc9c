package dev.movex.doublewrite;

import dev.movex.core.control.Assignment;
import dev.movex.doublewrite.sql.Names;

/**
 * A read of the application that is to be run again.
 *
 * @param sql the text
 * @param prepared whether question marks are parameters
 * @param params its parameters, which nobody changes any more
 * @param names what its names mean
 * @param assignment what it ran under
 */
record ShadowRead(String sql, boolean prepared, Params params, Names names, Assignment assignment) {}
