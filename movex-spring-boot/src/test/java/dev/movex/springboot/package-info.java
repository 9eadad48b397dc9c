/** Tests of the routes over real HTTP. */
@NullMarked
package dev.movex.springboot;

import org.jspecify.annotations.NullMarked;
