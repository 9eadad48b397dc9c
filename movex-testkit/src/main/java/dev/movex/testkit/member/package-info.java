/** What every store of members keeps to. */
@NullMarked
package dev.movex.testkit.member;

import org.jspecify.annotations.NullMarked;
