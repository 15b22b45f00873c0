package dev.bale.client.folder;

/** Something in the folder that a version cannot hold, and why. */
public record LeftOut(String path, Reason reason) {
    /** Why it stays behind. */
    public enum Reason {
        /** A symbolic link; links are neither followed nor stored. */
        SYMBOLIC_LINK,
        /** A device, a socket or a pipe. */
        SPECIAL_FILE,
        /** A folder with nothing in it that could be pushed. */
        EMPTY_FOLDER,
        /** A file that cannot be read. */
        UNREADABLE
    }
}
