/** The stand-alone control plane: a web server on this machine that serves the routes of one migration. */
@NullMarked
package dev.movex.server;

import org.jspecify.annotations.NullMarked;
