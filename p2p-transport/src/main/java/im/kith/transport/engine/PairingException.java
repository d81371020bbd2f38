package im.kith.transport.engine;

import im.kith.transport.pairing.PairingFailure;

/** A pairing, or the invitation to one, ended without a new device. */
public final class PairingException extends Exception {

    private final PairingFailure.Kind kind;

    PairingException(PairingFailure.Kind kind) {
        super(kind.name());
        this.kind = kind;
    }

    public PairingFailure.Kind kind() {
        return kind;
    }
}
