package im.kith.core.replica;

/** What a peer sent cannot be accepted; it costs the connection. */
final class ProtocolViolation extends Exception {

    private final CloseReason reason;

    ProtocolViolation(CloseReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
