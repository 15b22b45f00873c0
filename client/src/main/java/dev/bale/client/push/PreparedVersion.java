package dev.bale.client.push;

import dev.bale.client.folder.LeftOut;
import dev.bale.manifest.Tree;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A folder as a version, not yet pushed: its tree, its pages, and where its bytes lie. */
record PreparedVersion(Tree tree, PageSpool pages, FragmentSources sources, List<LeftOut> leftOut, long leftOutCount)
        implements Closeable {
    @Override
    public void close() throws IOException {
        pages.close();
    }
}
