/** jOOQ through Movex. */
@NullMarked
package dev.movex.compatibility.jooq;

import org.jspecify.annotations.NullMarked;
