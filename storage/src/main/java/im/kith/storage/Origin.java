package im.kith.storage;

/** Where a home comes from when it is opened, by what it remembers of the place where it was opened last (R7). */
public enum Origin {
    /** It is where it was. */
    HERE,
    /** It is on the same machine in another place, and where it was it is no longer. */
    MOVED,
    /** It is on another machine, or the one that it was copied from is still there: it must become a device of its own. */
    COPIED
}
