/** The file that a stand-alone server is started with. */
@NullMarked
package dev.movex.server.config;

import org.jspecify.annotations.NullMarked;
