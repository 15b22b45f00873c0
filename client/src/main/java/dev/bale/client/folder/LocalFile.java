package dev.bale.client.folder;

import dev.bale.client.store.FileStamp;
import dev.bale.manifest.EntryPath;
import java.nio.file.Path;

/**
 * A file in the folder.
 *
 * @param path where it lies
 * @param entry the path it has in the version, in NFC
 * @param stamp as of the walk
 */
public record LocalFile(Path path, EntryPath entry, FileStamp stamp) {}
