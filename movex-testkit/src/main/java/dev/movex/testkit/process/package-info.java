/** Programs in processes of their own. */
@NullMarked
package dev.movex.testkit.process;

import org.jspecify.annotations.NullMarked;
