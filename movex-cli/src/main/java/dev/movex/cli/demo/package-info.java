/** The demonstration: a shop on two real servers, moved while its writers work, and judged by an oracle of its own. */
@NullMarked
package dev.movex.cli.demo;

import org.jspecify.annotations.NullMarked;
