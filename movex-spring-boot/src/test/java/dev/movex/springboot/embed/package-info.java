/** Tests of what lies under an application's data sources. */
@NullMarked
package dev.movex.springboot.embed;

import org.jspecify.annotations.NullMarked;
