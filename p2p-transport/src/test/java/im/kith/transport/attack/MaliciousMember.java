package im.kith.transport.attack;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.ItemCipher;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.Dot;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionHeader;
import im.kith.core.replica.VersionVector;
import im.kith.transport.engine.TlsKeys;
import im.kith.transport.net.RawTls;
import im.kith.transport.net.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A member of the account that keeps to no rule: it has a member's keys and secrets, and speaks the protocol by hand.
 */
final class MaliciousMember {

    private static final String DISCOVERY = "urn:kith:discovery";

    final DeviceIdentity identity;
    final AccountId account;
    final DeviceId id;
    final ReplicaId replica;
    final TlsIdentity tls;
    private final List<Statement> statements;
    private final List<SharedSecret> secrets = new ArrayList<>();

    private MaliciousMember(DeviceIdentity identity, AccountId account, List<Statement> statements)
            throws MalformedException {
        this.identity = identity;
        this.account = account;
        this.statements = statements;
        this.id = identity.in(account);
        this.replica = ReplicaId.of(id, Bytes.hex("6d616c6c"));
        this.tls = TlsKeys.identity(identity.secrets(), Bytes.EMPTY);
        Founding founding = Founding.join(identity, account, statements, Instant.now(), Victim.RANDOM);
        for (Map.Entry<String, Optional<Bytes>> setting :
                founding.first().settings().entrySet()) {
            if (setting.getKey().startsWith("secret/")) {
                SecretNotice.read(setting.getValue().orElseThrow().toUtf8()).ifPresent(notice -> {
                    if (notice instanceof SecretNotice.Share share) {
                        secrets.add(share.secret());
                    }
                });
            }
        }
    }

    /** One that {@code victim} has admitted in good faith. */
    static MaliciousMember admittedBy(Victim victim) throws Exception {
        String jid = victim.kith().call(Device::accountJid);
        AccountId account = victim.kith().call(Device::account);
        DeviceIdentity identity = DeviceIdentity.generate(jid, Instant.now(), Victim.RANDOM);
        victim.kith().call(device -> device.admit(Founding.request(identity, account, "mallory")));
        return new MaliciousMember(identity, account, victim.statements());
    }

    SharedSecret secret(String node) {
        return secrets.stream()
                .filter(secret -> secret.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    Bytes discoveryKey() {
        return Bytes.utf8(secret(DISCOVERY).secret());
    }

    /** The ledger as {@code signer} would see it; what it states is signed with whatever key is given. */
    Ledger ledgerOf(DeviceId signer) throws MalformedException {
        return Ledger.of(account, statements, signer, new Ed25519Suite());
    }

    Ledger ledger() throws MalformedException {
        return ledgerOf(id);
    }

    /** A connection on which nothing has been said yet. */
    RawTls dial(InetSocketAddress address) throws IOException {
        return RawTls.dial(address, RawTls.knock(discoveryKey(), Victim.RANDOM), tls);
    }

    Conversation talk(Victim victim) throws Exception {
        return new Conversation(dial(victim.address()));
    }

    /** A connection on which data may be sent at once: hello and ledger are said. */
    Conversation data(Victim victim) throws Exception {
        Conversation talk = talk(victim);
        talk.say(hello());
        talk.say(
                new Frame.LedgerIds(victim.kith().call(device -> device.ledger().ids())));
        talk.say(new Frame.LedgerStatements(List.of(), true));
        return talk;
    }

    Frame.Hello hello() {
        return hello(VersionVector.EMPTY, DotSet.EMPTY);
    }

    /** A hello after which the ledgers are compared. */
    Frame.Hello hello(VersionVector knowledge, DotSet beyond) {
        return new Frame.Hello(1, Set.of(), id, replica, Bytes.sha256(Bytes.utf8("another ledger")), knowledge, beyond);
    }

    static ItemKey contact(String itemId) {
        return new ItemKey(ContactsXml.CONTACTS_NODE, itemId);
    }

    Version version(long sequence, String itemId, Bytes payload) {
        return version(new Dot(replica, sequence), itemId, VersionVector.EMPTY, Hlc.at(Instant.now()), payload);
    }

    /** A version of a contact, signed by this device whoever its dot names. */
    Version version(Dot dot, String itemId, VersionVector context, Hlc hlc, Bytes payload) {
        VersionHeader header = new VersionHeader(
                contact(itemId),
                dot,
                context,
                hlc,
                Optional.of(secret(ContactsXml.CONTACTS_NODE).id()),
                Optional.of(Bytes.sha256(payload)));
        return Version.sign(header, Optional.of(payload), account, identity.signer());
    }

    Bytes encrypt(Bytes plaintext) {
        return new ItemCipher(Victim.RANDOM).encrypt(secret(ContactsXml.CONTACTS_NODE), plaintext);
    }

    /** An encrypted contact of that name. */
    Bytes card(String name) {
        return encrypt(Bytes.utf8("<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>"
                + name + "@example.org</identity></contact>"));
    }
}
