/**
 * A small shop: tables of many column types, writers that use JDBC in all the ways applications do, and damage to be
 * found. Plain JDBC alone: the shop knows nothing of Movex.
 */
@NullMarked
package dev.movex.testkit.shop;

import org.jspecify.annotations.NullMarked;
