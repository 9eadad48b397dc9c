/** The sample application through a whole migration, on real servers. */
@NullMarked
package dev.movex.sample;

import org.jspecify.annotations.NullMarked;
