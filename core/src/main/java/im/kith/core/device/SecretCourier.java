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

    /** What one statement told this device. */
    record Unpacked(List<SharedSecret> secrets, List<SecretNotice.Revoke> retired) {
        static final Unpacked NOTHING = new Unpacked(List.of(), List.of());
    }

    List<StatementBody> pack(
            Collection<SharedSecret> secrets, Collection<Device> recipients, String accountJid, Instant now) {
        return pack(new Rotation(List.copyOf(secrets), List.of()), recipients, accountJid, now);
    }

    /**
     * Bodies of statements that hand the fresh secrets of {@code rotation} to {@code recipients}, each with the notices that retire its
     * node's earlier ones; discovery keys go by themselves. A member that lies can let in a device whose certificate is none: that gets
     * nothing, and keeps nobody else from it.
     */
    List<StatementBody> pack(Rotation rotation, Collection<Device> recipients, String accountJid, Instant now) {
        List<Device> reached = recipients.stream()
                .filter(recipient -> isReached(recipient, now))
                .toList();
        List<StatementBody> bodies = new ArrayList<>();
        for (int from = 0; from < reached.size(); from += Signcrypt.MAX_RECIPIENTS) {
            int to = Math.min(reached.size(), from + Signcrypt.MAX_RECIPIENTS);
            bodies.addAll(packFor(reached.subList(from, to), rotation, accountJid, now));
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

    private List<StatementBody> packFor(List<Device> recipients, Rotation rotation, String accountJid, Instant now) {
        List<StatementBody> bodies = new ArrayList<>();
        Set<DeviceId> ids = recipients.stream().map(Device::id).collect(Collectors.toSet());
        List<SharedSecret> shared = new ArrayList<>();
        for (SharedSecret secret : rotation.fresh()) {
            if (secret.node().equals(KeyRing.DISCOVERY)) {
                Bytes message = seal(List.of(KeyRing.notice(accountJid, secret)), recipients, accountJid, now);
                bodies.add(new StatementBody.Tag(ids, secret.id(), message));
            } else {
                shared.add(secret);
            }
        }
        for (int from = 0; from < shared.size(); from += BATCH) {
            List<SharedSecret> some = shared.subList(from, Math.min(shared.size(), from + BATCH));
            Set<String> secretIds = some.stream().map(SharedSecret::id).collect(Collectors.toSet());
            List<String> payload = new ArrayList<>();
            Set<String> nodes = some.stream().map(SharedSecret::node).collect(Collectors.toSet());
            some.forEach(secret -> payload.add(KeyRing.notice(accountJid, secret)));
            rotation.retired().stream()
                    .filter(notice -> nodes.contains(notice.node()))
                    .forEach(notice -> payload.add(KeyRing.xml(notice)));
            bodies.add(new StatementBody.Secrets(ids, secretIds, seal(payload, recipients, accountJid, now)));
        }
        return bodies;
    }

    private Bytes seal(List<String> payload, Collection<Device> recipients, String accountJid, Instant now) {
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
     * The secrets in {@code statement}, if it is for {@code me}, and which it retires, if it counts; none if it is not, or cannot be
     * opened, or holds others than it says.
     */
    Unpacked unpack(SignedStatement statement, DeviceId me, Ledger ledger) {
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
            return Unpacked.NOTHING;
        }
        Optional<Device> signer = ledger.device(statement.signer());
        if (signer.isEmpty()) {
            return Unpacked.NOTHING;
        }
        try {
            Signcrypt.Opened opened =
                    signcrypt.open(message, identity.openPgpKey(), List.of(certificate(signer.get())));
            return read(opened.payload(), ids, ledger.counts(statement));
        } catch (DecryptionException | MalformedException e) {
            return Unpacked.NOTHING;
        }
    }

    private static Unpacked read(List<String> payload, Set<String> ids, boolean counts) throws MalformedException {
        List<SharedSecret> secrets = new ArrayList<>();
        List<SecretNotice.Revoke> retired = new ArrayList<>();
        for (String element : payload) {
            SecretNotice notice = SecretNotice.read(element).orElse(null);
            if (notice instanceof SecretNotice.Share share
                    && ids.contains(share.secret().id())) {
                secrets.add(share.secret());
            } else if (notice instanceof SecretNotice.Revoke revoke && counts) {
                retired.add(revoke);
            }
        }
        return new Unpacked(secrets, retired);
    }
}
