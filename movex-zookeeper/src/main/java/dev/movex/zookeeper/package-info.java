/** Members of a migration that meet in a ZooKeeper ensemble. */
@NullMarked
package dev.movex.zookeeper;

import org.jspecify.annotations.NullMarked;
