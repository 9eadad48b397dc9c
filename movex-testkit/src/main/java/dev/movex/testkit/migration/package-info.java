/** A migration that stands at the beginning of its double write, for what works without a scheduler. */
@NullMarked
package dev.movex.testkit.migration;

import org.jspecify.annotations.NullMarked;
