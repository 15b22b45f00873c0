package dev.bale.client.push;

import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import java.nio.file.Path;

/**
 * Where the bytes of a fragment lie on this machine.
 *
 * @param entry the entry it belongs to, for messages
 * @param offset in the file, bytes
 * @param size bytes
 * @param whole whether the file ends with the fragment and begins with it
 */
record FragmentSource(Sha256 sha256, Path file, EntryPath entry, long offset, long size, boolean whole) {}
