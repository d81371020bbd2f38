package im.kith.core.account;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;

/**
 * What a new device sends to the member that invites it: its keys, its name, and the proof that it wants to be a device of that account.
 *
 * @param proof signature by the new device's signing key (docs/protocol.md)
 */
public record AdmissionRequest(DeviceKeys keys, String name, Bytes proof) {

    private static final int KEYS = 1;
    private static final int NAME = 2;
    private static final int PROOF = 3;

    public AdmissionRequest {
        DeviceName.check(name);
        if (proof.length() != SignatureSuite.SIGNATURE_LENGTH) {
            throw new IllegalArgumentException("proof of " + proof.length() + " octets");
        }
    }

    /** The request of the device that has {@code keys} and signs with {@code signer}. */
    public static AdmissionRequest create(
            AccountId account, DeviceKeys keys, String name, SignatureSuite.Signer signer) {
        return new AdmissionRequest(keys, name, signer.sign(keys.proofMessage(account)));
    }

    /** Whether the proof is good for {@code account}. */
    public boolean isProven(AccountId account, SignatureSuite suite) {
        return keys.isProvenBy(proof, account, suite);
    }

    public DeviceId device(AccountId account) {
        return DeviceId.of(account, keys);
    }

    public Bytes encode() {
        return Fields.write(out -> {
            out.writeByteArray(KEYS, keys.encode().toArray());
            out.writeString(NAME, name);
            out.writeByteArray(PROOF, proof.toArray());
        });
    }

    /**
     * The request that {@code octets} encode; its proof is not looked at.
     *
     * @throws MalformedException if they are not one, or a limit is exceeded
     */
    public static AdmissionRequest decode(Bytes octets) throws MalformedException {
        Fields fields = Fields.read(octets, "admission request");
        try {
            return new AdmissionRequest(
                    DeviceKeys.decode(fields.required(KEYS)), fields.text(NAME), fields.required(PROOF));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("admission request: " + e.getMessage(), e);
        }
    }
}
