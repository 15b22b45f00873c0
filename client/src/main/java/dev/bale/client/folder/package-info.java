/** Reading a folder as the entries of a version: order, ignore rules, names, content hashes. */
@NullMarked
package dev.bale.client.folder;

import org.jspecify.annotations.NullMarked;
