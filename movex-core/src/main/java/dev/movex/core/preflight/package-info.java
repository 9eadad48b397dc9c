/** All that is looked at before a migration begins: the plan, the servers, what the drivers do to values. */
@NullMarked
package dev.movex.core.preflight;

import org.jspecify.annotations.NullMarked;
