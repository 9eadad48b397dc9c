/** MyBatis-Plus and PageHelper through Movex. */
@NullMarked
package dev.movex.compatibility.plus;

import org.jspecify.annotations.NullMarked;
