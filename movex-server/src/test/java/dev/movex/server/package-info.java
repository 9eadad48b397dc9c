/** Tests of the routes over real HTTP, with a real migration between two real databases. */
@NullMarked
package dev.movex.server;

import org.jspecify.annotations.NullMarked;
