/** What carriers of events keep to. */
@NullMarked
package dev.movex.testkit.event;

import org.jspecify.annotations.NullMarked;
