package im.kith.cli.service;

/** What a store is opened for. */
public enum Access {
    /** To found an account or to join one: the home may be missing or empty, and is made. */
    CREATE,
    /** One command on an account that is there: takes the store's lock for as long as it runs. */
    USE,
    /** A look at a home that cannot be used: answers {@code doctor} and nothing else. */
    INSPECT,
    /** Reading along without holding the lock. */
    WATCH,
    /** The daemon: holds the lock and, when asked for, the network. */
    DAEMON
}
