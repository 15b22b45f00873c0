package dev.bale.client.progress;

/** Told what a transfer does, by many threads at once; must be quick. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void phase(String name) {}

        @Override
        public void total(long files, long bytes) {}

        @Override
        public void bytes(long more) {}

        @Override
        public void files(long more) {}

        @Override
        public void warn(String message) {}
    };

    /** A new phase begins, such as {@code Uploading}; counts start at zero again and totals are unknown. */
    void phase(String name);

    /** How much the phase has to do, as far as known by now; replaces what was said before. */
    void total(long files, long bytes);

    /** More bytes are done. Negative when a transfer starts over. */
    void bytes(long more);

    /** More files, or fragments, are done. */
    void files(long more);

    /** Something the user should know although it goes on. */
    void warn(String message);
}
