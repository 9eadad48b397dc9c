/**
 * The HTTP routes of a migration, mounted by auto-configuration, so that an application that embeds Movex and the
 * stand-alone server serve the same ones.
 */
@NullMarked
package dev.movex.springboot;

import org.jspecify.annotations.NullMarked;
