/** Copy, validation and repair on real servers, with the races between them and the application forced. */
@NullMarked
package dev.movex.engine;

import org.jspecify.annotations.NullMarked;
