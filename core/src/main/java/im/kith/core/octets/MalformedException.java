package im.kith.core.octets;

/** Octets from outside do not have the form they must have; the message says what and where. */
public final class MalformedException extends Exception {

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
