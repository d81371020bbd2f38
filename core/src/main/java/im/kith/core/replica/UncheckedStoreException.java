package im.kith.core.replica;

/** A {@link StoreException} out of what is read only when it is looked at, and so looks as if it could not fail. */
public final class UncheckedStoreException extends RuntimeException {

    private final StoreException store;

    public UncheckedStoreException(StoreException cause) {
        super(cause.getMessage(), cause);
        this.store = cause;
    }

    /** What went wrong. */
    public StoreException store() {
        return store;
    }
}
