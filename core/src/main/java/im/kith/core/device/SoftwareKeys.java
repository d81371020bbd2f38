package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.Ledger;
import im.kith.core.account.Trust.Standing;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Identity;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.openpgp.DeviceCertificate;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.openpgp.Signcrypt;
import im.kith.core.pubsub.AccountKeys;
import im.kith.core.replica.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a device tells software of certificates and shared secrets, and hears from it.
 *
 * <p>A secret that software made is for reading what it writes, and kith never writes with it: who chose it, when and how well is not known,
 * and whom else it was given. So it is kept, and handed on, as one that is retired.
 */
final class SoftwareKeys implements AccountKeys {

    /** Secrets in one message: some 20 kB of the 256 KiB that a stanza may have. */
    private static final int BATCH = 64;

    /** Most secrets of a node when software's are still taken: each costs room in the ledger. */
    private static final int MOST = 128;

    private final im.kith.core.device.Device device;
    private final KeyRing keys;
    private final SecretKeeper secrets;
    private final DeviceSetup setup;

    SoftwareKeys(im.kith.core.device.Device device, KeyRing keys, SecretKeeper secrets, DeviceSetup setup) {
        this.device = device;
        this.keys = keys;
        this.secrets = secrets;
        this.setup = setup;
    }

    @Override
    public List<Certificate> members() {
        return device.ledger().devices().stream()
                .filter(each -> each.standing() == Standing.IN)
                .map(each -> new Certificate(
                        fingerprint(each), each.added(), each.keys().certificate()))
                .sorted(Comparator.comparing(Certificate::fingerprint))
                .toList();
    }

    private static String fingerprint(Device each) {
        return each.keys().fingerprint().toHex().toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean isFormer(String fingerprint) {
        return device.ledger().devices().stream()
                .anyMatch(each ->
                        each.standing() != Standing.IN && fingerprint(each).equals(fingerprint));
    }

    @Override
    public Map<String, Boolean> secrets() throws StoreException {
        Map<String, Boolean> all = new LinkedHashMap<>();
        for (SharedSecret secret : held()) {
            all.put(secret.id(), secret.isRevoked());
        }
        return all;
    }

    /** The contacts nodes' secrets, oldest first, as software is to see them: one that is not clean is not for writing (R12). */
    private List<SharedSecret> held() throws StoreException {
        List<SharedSecret> all = new ArrayList<>();
        Ledger ledger = device.ledger();
        for (String node : new TreeSet<>(Founding.CONTACTS_NODES)) {
            for (SharedSecret secret : keys.of(node)) {
                all.add(ledger.secrets().isClean(secret.id()) ? secret : secret.revoke());
            }
        }
        return all;
    }

    @Override
    public List<Bytes> tell(Bytes certificate, Map<String, Boolean> known) throws StoreException {
        if (!device.isMember() || !isApproved(certificate)) {
            return List.of();
        }
        for (String node : Founding.CONTACTS_NODES) {
            SharedSecret unused = secrets.forWriting(node);
        }
        List<String> notices = new ArrayList<>();
        for (SharedSecret secret : held()) {
            notice(secret, known).ifPresent(notice -> notices.add(KeyRing.xml(notice)));
        }
        List<Bytes> messages = new ArrayList<>();
        for (int from = 0; from < notices.size(); from += BATCH) {
            sealed(notices.subList(from, Math.min(notices.size(), from + BATCH)), certificate)
                    .ifPresent(messages::add);
        }
        return messages;
    }

    /** Whether a token has it still: connections of a token that was just removed may be open for a moment longer. */
    private boolean isApproved(Bytes certificate) {
        return device.tokens().all().stream()
                .anyMatch(token -> token.certificate().equals(Optional.of(certificate)));
    }

    private Optional<SecretNotice> notice(SharedSecret secret, Map<String, Boolean> known) {
        Boolean retired = known.get(secret.id());
        if (retired == null) {
            return Optional.of(new SecretNotice.Share(device.accountJid(), secret));
        }
        return retired || !secret.isRevoked()
                ? Optional.empty()
                : Optional.of(
                        new SecretNotice.Revoke(device.accountJid(), secret.node(), secret.id(), List.of("rotated")));
    }

    /** Empty if the certificate has run out, or was revoked, since it was approved. */
    private Optional<Bytes> sealed(List<String> notices, Bytes certificate) {
        Instant now = setup.clock().instant();
        try {
            return Optional.of(new Signcrypt(setup.random())
                    .signcrypt(
                            notices,
                            List.of(DeviceCertificate.parse(certificate)),
                            setup.identity().openPgpKey(),
                            device.accountJid(),
                            now));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Taken take(Bytes message, Bytes certificate) throws StoreException {
        if (!isApproved(certificate)) {
            return Taken.NOTHING;
        }
        List<SecretNotice> notices = new ArrayList<>();
        try {
            Signcrypt.Opened opened = new Signcrypt(setup.random())
                    .open(message, setup.identity().openPgpKey(), List.of(DeviceCertificate.parse(certificate)));
            for (String element : opened.payload()) {
                SecretNotice.read(element).filter(this::concerns).ifPresent(notices::add);
            }
        } catch (DecryptionException e) {
            return Taken.NOTHING;
        } catch (MalformedException e) {
            return Taken.REFUSED;
        }
        return notices.isEmpty() ? Taken.NOTHING : take(notices);
    }

    private boolean concerns(SecretNotice notice) {
        String node = notice instanceof SecretNotice.Share share
                ? share.secret().node()
                : ((SecretNotice.Revoke) notice).node();
        String account = new Identity(ContactsXml.JID, device.accountJid()).key();
        return ContactsXml.isContactsNode(node)
                && new Identity(ContactsXml.JID, notice.jid()).key().equals(account);
    }

    private Taken take(List<SecretNotice> notices) throws StoreException {
        List<SharedSecret> fresh = new ArrayList<>();
        Set<String> retired = new TreeSet<>();
        boolean refused = false;
        for (SecretNotice notice : notices) {
            if (notice instanceof SecretNotice.Share share) {
                Optional<SharedSecret> known = keys.byId(share.secret().id());
                if (known.isEmpty()
                        && !share.secret().usurpsId()
                        && hasRoom(share.secret().node(), fresh)) {
                    fresh.add(forReading(share.secret()));
                } else {
                    refused |= known.isEmpty() || !same(known.get(), share.secret());
                }
            } else if (notice instanceof SecretNotice.Revoke revoke
                    && keys.retiredBy(revoke).isPresent()) {
                retired.add(revoke.node());
            }
        }
        retired.removeIf(node -> !hasRoom(node, fresh));
        if (device.isMember() && !refused) {
            secrets.adopt(fresh);
            secrets.renew(retired);
        }
        return refused || !device.isMember() ? Taken.REFUSED : Taken.TAKEN;
    }

    private boolean hasRoom(String node, Collection<SharedSecret> more) {
        return keys.of(node).size() + more.size() < MOST;
    }

    private static boolean same(SharedSecret one, SharedSecret other) {
        return one.node().equals(other.node()) && one.secret().equals(other.secret());
    }

    /** Not from the future, either: kith's own next secret has to be newer than all. */
    private SharedSecret forReading(SharedSecret made) {
        Instant now = setup.clock().instant();
        Instant timestamp = made.timestamp().isAfter(now) ? now : made.timestamp();
        return new SharedSecret(
                made.node(), made.id(), timestamp, made.secret(), made.type().orElse(null), true);
    }
}
