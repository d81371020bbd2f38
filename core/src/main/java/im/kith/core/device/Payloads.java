package im.kith.core.device;

import im.kith.core.account.Ledger;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Padding;
import im.kith.core.contacts.Sibling;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.openpgp.ItemCipher;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.pubsub.Encrypted;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Payload;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Between versions and what they say: encrypts payloads, deciphers versions, and hides item ids that would tell something.
 *
 * <p>On the contacts nodes item ids are random and stand as they are. On every other node the id that is stored and sent is an
 * HMAC of the real one, and the real one is inside the encryption, as {@code <item xmlns='urn:kith:item:0' id='…'>}.
 */
final class Payloads {

    private static final String ITEM = "urn:kith:item:0";

    /** How many versions at once are worth deciphering on all processors. */
    private static final int WORTH_SHARING = 32;

    private final KeyRing keys;
    private final Supplier<Ledger> ledger;
    private final ItemCipher cipher;

    Payloads(KeyRing keys, Supplier<Ledger> ledger, SecureRandom random) {
        this.keys = keys;
        this.ledger = ledger;
        this.cipher = new ItemCipher(random);
    }

    /** Where the item {@code id} of {@code node} is stored. */
    ItemKey key(String node, String id) {
        return ContactsXml.isContactsNode(node) ? new ItemKey(node, id) : new ItemKey(node, hidden(node, id));
    }

    private String hidden(String node, String id) {
        SharedSecret key =
                keys.forIds(ledger.get()).orElseThrow(() -> new IllegalStateException("no key for item ids"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(node.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] tag = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** What is encrypted of {@code payload}, the item {@code id} of {@code node}. */
    Bytes plaintext(String node, String id, XmlElement payload) {
        if (ContactsXml.isContactsNode(node)) {
            return payload.toOctets();
        }
        return XmlElement.builder(ITEM, "item")
                .attribute("id", id)
                .child(payload)
                .build()
                .toOctets();
    }

    Payload seal(SharedSecret secret, Bytes plaintext) {
        return new Payload(secret.id(), cipher.encrypt(secret, plaintext));
    }

    /** The merge of {@code siblings} under the secret of their latest that is held, or under {@code fallback}, the same octets at every call. */
    Encrypted sealRepeatably(String node, XmlElement merged, List<Version> siblings, SharedSecret fallback) {
        SharedSecret secret = siblings.stream()
                .sorted(Comparator.comparing(
                                (Version version) -> version.header().hlc())
                        .reversed())
                .flatMap(version -> version.header().keyId().flatMap(keys::byId).stream())
                .findFirst()
                .orElse(fallback);
        Bytes context = siblings.stream()
                .map(Version::id)
                .sorted()
                .map(VersionId::toString)
                .collect(Collectors.collectingAndThen(Collectors.joining(" "), Bytes::utf8));
        Bytes plaintext = Padding.pad(merged.toXml());
        return new Encrypted(secret.id(), cipher.encryptRepeatably(secret, plaintext, context));
    }

    /** What other software encrypted for {@code node}. */
    XmlElement opened(String node, Encrypted payload) throws DecryptionException {
        SharedSecret secret = keys.byId(payload.keyId())
                .filter(held -> held.node().equals(node))
                .orElseThrow(() -> new DecryptionException(
                        DecryptionException.Reason.WRONG_SECRET, "no shared secret of this id for the node is held"));
        try {
            return XmlReader.read(cipher.decrypt(payload.message(), secret));
        } catch (MalformedException e) {
            throw new DecryptionException(DecryptionException.Reason.DAMAGED, "what is encrypted is no XML");
        }
    }

    /** A version's content. */
    record Opened(Sibling sibling, Optional<String> id) {}

    /**
     * Deciphers {@code version}; empty if its secret is not held or it is not what it should be.
     */
    Optional<Opened> open(Version version) {
        try {
            return Optional.of(read(version));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** As {@link #open}, of each of {@code versions}; many are deciphered on all processors. */
    List<Optional<Opened>> openAll(List<Version> versions) {
        return (versions.size() < WORTH_SHARING ? versions.stream() : versions.parallelStream())
                .map(this::open)
                .toList();
    }

    /** As {@link #open}, and says why not. */
    Opened read(Version version) throws MalformedException {
        Stamp stamp = new Stamp(version.header().hlc(), version.dot().replica());
        if (version.payload().isEmpty()) {
            return new Opened(Sibling.retraction(version.id(), stamp), Optional.empty());
        }
        Optional<SharedSecret> secret = version.header().keyId().flatMap(keys::byId);
        if (secret.isEmpty() || !secret.get().node().equals(version.item().node())) {
            throw new MalformedException("its secret is not held");
        }
        try {
            Bytes plaintext = cipher.decrypt(version.payload().get(), secret.get());
            XmlElement payload = XmlReader.read(plaintext);
            return unwrap(version, stamp, payload, plaintext.length());
        } catch (DecryptionException e) {
            throw new MalformedException(String.valueOf(e.getMessage()), e);
        }
    }

    private Opened unwrap(Version version, Stamp stamp, XmlElement payload, int size) throws MalformedException {
        ItemKey item = version.item();
        if (ContactsXml.isContactsNode(item.node())) {
            return new Opened(Sibling.publish(version.id(), stamp, payload, size), Optional.of(item.id()));
        }
        Optional<String> id = payload.attribute("id");
        boolean ours = payload.is(ITEM, "item") && payload.elements().size() == 1 && id.isPresent();
        if (!ours || !hidden(item.node(), id.orElse("")).equals(item.id())) {
            throw new MalformedException("it was made for another item");
        }
        XmlElement inner = payload.elements().get(0);
        return new Opened(Sibling.publish(version.id(), stamp, inner, size), id);
    }
}
