/** A shop that moves to another database while it is open: an application as any other, which takes the starter. */
@NullMarked
package dev.movex.sample;

import org.jspecify.annotations.NullMarked;
