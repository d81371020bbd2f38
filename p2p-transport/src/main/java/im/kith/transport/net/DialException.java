package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import java.util.Optional;

/** A dial that led to no link, and why. */
public final class DialException extends Exception {

    /** The kinds of failure. */
    public enum Kind {
        /** No TCP connection. */
        UNREACHABLE,
        /** Closed without an answer: no kith there, another account's, or one that does not invite. */
        NO_ANSWER,
        /** The TLS key there belongs to no device of the account. */
        STRANGER,
        /** Another device of the account is there. */
        WRONG_DEVICE,
        /** This device itself is there. */
        SELF,
        /** There is a connection with that device already. */
        DUPLICATE,
        /** The connection ended before the peer's hello. */
        NO_HELLO,
        /** This endpoint is closed, or has as many connections as it takes. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<DeviceId> device;

    DialException(Kind kind, String message) {
        this(kind, Optional.empty(), message);
    }

    DialException(Kind kind, Optional<DeviceId> device, String message) {
        super(message);
        this.kind = kind;
        this.device = device;
    }

    public Kind kind() {
        return kind;
    }

    /** The device that answered, if one of the account did. */
    public Optional<DeviceId> device() {
        return device;
    }
}
