package dev.bale.manifest;

/** Where new pages go. */
@FunctionalInterface
public interface PageSink {
    /** Takes a page; pages come bottom-up, each after those it leads to. */
    void accept(Page page);
}
