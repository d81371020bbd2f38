package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SecretIndex;
import im.kith.core.account.SecretIndex.Known;
import im.kith.core.account.SignedStatement;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The shared secrets that this device holds (XEP-0473), and which of them is for writing (R12).
 *
 * <p>Beside the secrets of real nodes there are three of the account's own: under {@link #IDS} item ids are hidden, {@link #XID}
 * is the seed of the account's XID key (XEP-0516), {@link #DISCOVERY} is what devices recognise each other by on a LAN.
 */
final class KeyRing {

    static final String IDS = "urn:kith:ids";
    static final String XID = "urn:kith:xid";
    static final String DISCOVERY = "urn:kith:discovery";

    /** How long a discovery key is recognised after another has replaced it. */
    static final Duration RETIRED_FOR = Duration.ofDays(30);

    private static final String SETTING = "secret/";

    private static final Comparator<SharedSecret> BY_AGE =
            Comparator.comparing(SharedSecret::timestamp).thenComparing(SharedSecret::id);

    private final SortedMap<String, SharedSecret> byId = new TreeMap<>();

    KeyRing() {}

    /** The secrets kept in a device's settings, where they are so that starting needs no OpenPGP. */
    static KeyRing fromSettings(Map<String, Bytes> settings) throws MalformedException {
        KeyRing ring = new KeyRing();
        for (Map.Entry<String, Bytes> setting : settings.entrySet()) {
            if (setting.getKey().startsWith(SETTING)) {
                SecretNotice.read(setting.getValue().toUtf8()).ifPresent(ring::take);
            }
        }
        return ring;
    }

    private void take(SecretNotice notice) {
        if (notice instanceof SecretNotice.Share share) {
            byId.putIfAbsent(share.secret().id(), share.secret());
        }
    }

    /** The setting that keeps {@code secret}. */
    static Map.Entry<String, Optional<Bytes>> setting(String jid, SharedSecret secret) {
        return Map.entry(SETTING + secret.id(), Optional.of(Bytes.utf8(notice(jid, secret))));
    }

    static String notice(String jid, SharedSecret secret) {
        return xml(new SecretNotice.Share(jid, secret));
    }

    static String xml(SecretNotice notice) {
        try {
            return notice.toXml();
        } catch (MalformedException e) {
            throw new IllegalArgumentException("a secret of a node whose name XML cannot hold", e);
        }
    }

    /** Whether {@code secret} was new, or is retired and was not. */
    boolean add(SharedSecret secret) {
        SharedSecret known = byId.get(secret.id());
        boolean news = known == null || (secret.isRevoked() && !known.isRevoked());
        if (news) {
            byId.put(secret.id(), known == null ? secret : known.revoke());
        }
        return news;
    }

    /** The secret that {@code notice} retires, if it is held, of that node, and in use; the account's own keys are not retired so. */
    Optional<SharedSecret> retiredBy(SecretNotice.Revoke notice) {
        return byId(notice.id())
                .filter(secret -> secret.node().equals(notice.node()) && !isOwn(secret.node()) && !secret.isRevoked())
                .map(SharedSecret::revoke);
    }

    private static boolean isOwn(String node) {
        return node.equals(IDS) || node.equals(XID) || node.equals(DISCOVERY);
    }

    /** The nodes in use, sorted: those that there are secrets for, without the account's own. */
    Set<String> nodes() {
        return byId.values().stream()
                .map(SharedSecret::node)
                .filter(node -> !isOwn(node))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<SharedSecret> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<SharedSecret> all() {
        return byId.values();
    }

    /** The secrets of {@code node}, oldest first. */
    List<SharedSecret> of(String node) {
        return byId.values().stream()
                .filter(secret -> secret.node().equals(node))
                .sorted(BY_AGE)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** What to encrypt with on {@code node}: the newest secret that only members have, and that is not revoked. */
    Optional<SharedSecret> forWriting(String node, Ledger ledger) {
        SecretIndex index = node.equals(DISCOVERY) ? ledger.discoveryKeys() : ledger.secrets();
        return of(node).stream()
                .filter(secret -> !secret.isRevoked() && index.isClean(secret.id()))
                .max(BY_AGE);
    }

    /** The account's key for hiding item ids: the founder's first one for ever, since ids must not change. */
    Optional<SharedSecret> forIds(Ledger ledger) {
        Optional<DeviceId> founder = ledger.statement(ledger.account().value()).map(SignedStatement::signer);
        return of(IDS).stream()
                .filter(secret ->
                        ledger.secrets().secret(secret.id()).map(Known::creator).equals(founder))
                .min(BY_AGE);
    }

    /** The key of the XID that {@code accountJid} is; whatever else was handed out under its name is not. */
    Optional<XidKey> xid(String accountJid) {
        return of(XID).stream()
                .flatMap(secret -> signer(secret).map(signer -> new XidKey(signer, secret.timestamp())).stream())
                .filter(key -> key.xid().jid().equals(accountJid))
                .findFirst();
    }

    private static Optional<Ed25519Signer> signer(SharedSecret seed) {
        try {
            return Optional.of(new Ed25519Signer(Bytes.hex(seed.secret())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The keys that devices of the account recognise each other by: the one to use, then those that it or another has replaced
     * within {@link #RETIRED_FOR}, newest first.
     */
    List<SharedSecret> forDiscovery(Ledger ledger, Instant now) {
        List<SharedSecret> keys = new ArrayList<>();
        Optional<SharedSecret> current = forWriting(DISCOVERY, ledger);
        current.ifPresent(keys::add);
        Instant replacedAt = now;
        List<SharedSecret> newestFirst = of(DISCOVERY);
        Collections.reverse(newestFirst);
        for (SharedSecret secret : newestFirst) {
            if (!keys.contains(secret) && replacedAt.plus(RETIRED_FOR).isAfter(now)) {
                keys.add(secret);
            }
            replacedAt = secret.timestamp();
        }
        return keys;
    }

    /**
     * As {@link #forDiscovery(Ledger, Instant)}, but first the newest key that every other member has by now, as far as can be told.
     *
     * <p>A key that was made while another member was away is no use for meeting it: two that rotated apart would each announce what the
     * other does not know, for ever.
     */
    List<SharedSecret> forMeeting(Ledger ledger, Peers peers, Instant now) {
        List<SharedSecret> keys = forDiscovery(ledger, now);
        for (int i = 0; i < keys.size(); i++) {
            SharedSecret key = keys.get(i);
            if (ledger.members().stream().allMatch(member -> has(member, key, ledger, peers))) {
                keys.remove(i);
                keys.add(0, key);
                return keys;
            }
        }
        return keys;
    }

    /** Whether {@code member} made {@code key}, or was let in or met since it was made. */
    private static boolean has(DeviceId member, SharedSecret key, Ledger ledger, Peers peers) {
        Optional<DeviceId> maker = ledger.discoveryKeys().secret(key.id()).map(Known::creator);
        return member.equals(ledger.me())
                || maker.equals(Optional.of(member))
                || ledger.device(member)
                        .filter(device -> !device.added().isBefore(key.timestamp()))
                        .isPresent()
                || peers.lastPass(member)
                        .filter(pass -> pass.isAfter(key.timestamp()))
                        .isPresent();
    }

    /** The secrets held here that {@code member} was never sent. */
    List<SharedSecret> lackedBy(DeviceId member, Ledger ledger) {
        List<String> ids = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        byId.values().forEach(secret -> (secret.node().equals(DISCOVERY) ? tags : ids).add(secret.id()));
        List<SharedSecret> lacked = new ArrayList<>();
        ledger.secrets().lackedBy(member, ids).forEach(id -> byId(id).ifPresent(lacked::add));
        ledger.discoveryKeys().lackedBy(member, tags).forEach(id -> byId(id).ifPresent(lacked::add));
        return lacked;
    }
}
