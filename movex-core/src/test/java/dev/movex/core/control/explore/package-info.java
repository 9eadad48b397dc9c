/** All interleavings of a group of members with a coordinator: the very classes of production, driven by a search. */
@NullMarked
package dev.movex.core.control.explore;

import org.jspecify.annotations.NullMarked;
