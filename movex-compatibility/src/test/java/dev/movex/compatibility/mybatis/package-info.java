/** MyBatis through Movex. */
@NullMarked
package dev.movex.compatibility.mybatis;

import org.jspecify.annotations.NullMarked;
