/** What the double write costs an application, beside one plain database and the naive double write. */
@NullMarked
package dev.movex.benchmarks.doublewrite;

import org.jspecify.annotations.NullMarked;
