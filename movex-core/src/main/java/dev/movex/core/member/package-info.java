/** The members of a migration over many processes: how they are registered, told, and counted. */
@NullMarked
package dev.movex.core.member;

import org.jspecify.annotations.NullMarked;
