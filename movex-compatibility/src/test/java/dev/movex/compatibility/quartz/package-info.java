/** Quartz through Movex. */
@NullMarked
package dev.movex.compatibility.quartz;

import org.jspecify.annotations.NullMarked;
