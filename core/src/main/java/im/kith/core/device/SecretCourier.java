package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.StatementBody;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.openpgp.DeviceCertificate;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.openpgp.Signcrypt;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries shared secrets between the devices of the account, signed and encrypted (XEP-0373), inside ledger statements.
 *
 * <p>Who signed is told by the certificate's fingerprint in the ledger: all devices share one user id.
 */
final class SecretCourier {

    /** Secrets in one statement; keeps it far below the statement limit. */
    private static final int BATCH = 64;

    private final DeviceIdentity identity;
    private final Signcrypt signcrypt;

    SecretCourier(DeviceIdentity identity, SecureRandom random) {
        this.identity = identity;
        this.signcrypt = new Signcrypt(random);
    }

    /**
     * Bodies of statements that hand {@code secrets} to {@code recipients}; discovery keys go by themselves. A member that lies can let in
     * a device whose certificate is none: that gets nothing, and keeps nobody else from it.
     */
    List<StatementBody> pack(
            Collection<SharedSecret> secrets, Collection<Device> recipients, String accountJid, Instant now) {
        List<Device> reached = recipients.stream()
                .filter(recipient -> isReached(recipient, now))
                .toList();
        List<StatementBody> bodies = new ArrayList<>();
        for (int from = 0; from < reached.size(); from += Signcrypt.MAX_RECIPIENTS) {
            int to = Math.min(reached.size(), from + Signcrypt.MAX_RECIPIENTS);
            bodies.addAll(packFor(reached.subList(from, to), secrets, accountJid, now));
        }
        return bodies;
    }

    private static boolean isReached(Device recipient, Instant now) {
        try {
            return Signcrypt.reaches(certificate(recipient), now);
        } catch (MalformedException e) {
            return false;
        }
    }

    private List<StatementBody> packFor(
            List<Device> recipients, Collection<SharedSecret> secrets, String accountJid, Instant now) {
        List<StatementBody> bodies = new ArrayList<>();
        Set<DeviceId> ids = recipients.stream().map(Device::id).collect(Collectors.toSet());
        List<SharedSecret> shared = new ArrayList<>();
        for (SharedSecret secret : secrets) {
            if (secret.node().equals(KeyRing.DISCOVERY)) {
                Bytes message = seal(List.of(secret), recipients, accountJid, now);
                bodies.add(new StatementBody.Tag(ids, secret.id(), message));
            } else {
                shared.add(secret);
            }
        }
        for (int from = 0; from < shared.size(); from += BATCH) {
            List<SharedSecret> some = shared.subList(from, Math.min(shared.size(), from + BATCH));
            Set<String> secretIds = some.stream().map(SharedSecret::id).collect(Collectors.toSet());
            bodies.add(new StatementBody.Secrets(ids, secretIds, seal(some, recipients, accountJid, now)));
        }
        return bodies;
    }

    private Bytes seal(List<SharedSecret> secrets, Collection<Device> recipients, String accountJid, Instant now) {
        List<String> payload = secrets.stream()
                .map(secret -> KeyRing.notice(accountJid, secret))
                .toList();
        try {
            List<DeviceCertificate> certificates = new ArrayList<>();
            for (Device recipient : recipients) {
                certificates.add(certificate(recipient));
            }
            return signcrypt.signcrypt(payload, certificates, identity.openPgpKey(), accountJid, now);
        } catch (MalformedException e) {
            throw new IllegalStateException("a member's certificate cannot be encrypted to", e);
        }
    }

    private static DeviceCertificate certificate(Device device) throws MalformedException {
        return DeviceCertificate.parse(device.keys().certificate());
    }

    /**
     * The secrets in {@code statement}, if it is for {@code me}; none if it is not, or cannot be opened, or holds others than
     * it says.
     */
    List<SharedSecret> unpack(SignedStatement statement, DeviceId me, Ledger ledger) {
        Bytes message;
        Set<String> ids;
        if (statement.body() instanceof StatementBody.Secrets secrets
                && secrets.recipients().contains(me)) {
            message = secrets.message();
            ids = secrets.ids();
        } else if (statement.body() instanceof StatementBody.Tag tag
                && tag.recipients().contains(me)) {
            message = tag.message();
            ids = Set.of(tag.id());
        } else {
            return List.of();
        }
        Optional<Device> signer = ledger.device(statement.signer());
        if (signer.isEmpty()) {
            return List.of();
        }
        try {
            Signcrypt.Opened opened =
                    signcrypt.open(message, identity.openPgpKey(), List.of(certificate(signer.get())));
            List<SharedSecret> found = new ArrayList<>();
            for (String element : opened.payload()) {
                if (SecretNotice.read(element).orElse(null) instanceof SecretNotice.Share share
                        && ids.contains(share.secret().id())) {
                    found.add(share.secret());
                }
            }
            return found;
        } catch (DecryptionException | MalformedException e) {
            return List.of();
        }
    }
}
