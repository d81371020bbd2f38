package im.kith.core.pep;

import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceWorld;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A device with its PEP service, asked in the XML of the specifications' examples. */
final class Desk {

    static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final DeviceWorld world;
    private final DeviceWorld.Member member;
    private final PepService service;
    private final Asker owner;
    final List<XmlElement> sent = new ArrayList<>();

    Desk(DeviceWorld world, DeviceWorld.Member member) {
        this.world = world;
        this.member = member;
        String account = member.device().accountJid();
        service = new PepService(account, world::now, new Random(1));
        owner = new Asker(account + "/laptop", true, false);
        service.opened(owner);
    }

    DeviceWorld.Member member() {
        return member;
    }

    Asker owner() {
        return owner;
    }

    Asker resource(String name, boolean clear) {
        Asker asker = new Asker(member.device().accountJid() + "/" + name, true, clear);
        service.opened(asker);
        return asker;
    }

    /** A resource whose token has an approved certificate. */
    Asker resource(String name, Bytes certificate) throws Exception {
        Optional<String> unused = member.device().tokens().add(name, false, Optional.of(certificate));
        Asker asker = new Asker(member.device().accountJid() + "/" + name, true, false, Optional.of(certificate));
        service.opened(asker);
        return asker;
    }

    /** What the service sends for {@code asker}'s coming on line. */
    List<XmlElement> comes(Asker asker) throws Exception {
        List<XmlElement> all = service.presence(
                read("<presence xmlns='jabber:client'/>"),
                asker,
                member.device().pubsub());
        settle();
        return all;
    }

    void goes(Asker asker) throws Exception {
        service.presence(
                read("<presence xmlns='jabber:client' type='unavailable'/>"),
                asker,
                member.device().pubsub());
    }

    /** What the service sends for a message of {@code asker} to the account itself. */
    List<XmlElement> says(Asker asker, XmlElement message) throws Exception {
        List<XmlElement> all = service.message(message, asker, member.device().pubsub());
        settle();
        return all;
    }

    static Asker stranger() {
        return new Asker("romeo@montague.local", false, false);
    }

    /** Asks as the owner's first resource. */
    XmlElement ask(String type, String child) throws Exception {
        return ask(owner, type, child);
    }

    XmlElement ask(Asker asker, String type, String child) throws Exception {
        XmlElement iq = XmlReader.read("<iq xmlns='jabber:client' type='" + type + "' id='q1'>" + child + "</iq>");
        Answer answer = service.handle(iq, asker, member.device().pubsub());
        sent.addAll(answer.messages());
        settle();
        return answer.reply();
    }

    /** Commits, and lets the service tell what changed since the last time. */
    void settle() throws StoreException {
        member.commit();
        List<ItemKey> changed = new ArrayList<>();
        boolean ledger = false;
        for (DeviceEvent event : member.events) {
            if (event instanceof DeviceEvent.ItemsChanged items) {
                changed.addAll(items.items());
            }
            ledger |= event instanceof DeviceEvent.LedgerChanged;
        }
        member.events.clear();
        sent.addAll(service.changed(changed, member.device().pubsub()));
        if (ledger) {
            sent.addAll(service.accountChanged(member.device().pubsub()));
        }
    }

    /** The owner's resource comes on line and wants to hear of {@code nodes}. */
    void listen(Asker asker, String... nodes) throws Exception {
        XmlElement presence = read("<presence xmlns='jabber:client'>"
                + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='" + String.join("+", nodes)
                + "'/></presence>");
        XmlElement question =
                service.presence(presence, asker, member.device().pubsub()).get(0);
        StringBuilder features = new StringBuilder();
        for (String node : nodes) {
            features.append("<feature var='").append(node).append("+notify'/>");
        }
        XmlElement answer = read("<iq xmlns='jabber:client' type='result' id='"
                + question.attribute("id").orElseThrow()
                + "'><query xmlns='http://jabber.org/protocol/disco#info'>" + features + "</query></iq>");
        sent.addAll(service.answered(answer, asker, member.device().pubsub()));
    }

    static XmlElement read(String xml) {
        try {
            return XmlReader.read(xml);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    XmlElement publish(String node, String id, String payload) throws Exception {
        return publish(owner, node, id, payload);
    }

    XmlElement publish(Asker asker, String node, String id, String payload) throws Exception {
        return ask(
                asker,
                "set",
                "<pubsub xmlns='" + PUBSUB + "'><publish node='" + node + "'><item id='" + id + "'>" + payload
                        + "</item></publish></pubsub>");
    }

    /** Ids of the items that {@code asker} gets. */
    List<String> ids(Asker asker, String node) throws Exception {
        return items(ask(asker, "get", "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'/></pubsub>")).stream()
                .map(item -> item.attribute("id").orElseThrow())
                .toList();
    }

    static List<XmlElement> items(XmlElement reply) {
        return reply.first(PUBSUB, "pubsub")
                .orElseThrow()
                .first(PUBSUB, "items")
                .orElseThrow()
                .elements();
    }

    /** What the error of {@code reply} says: its condition, then pubsub's own if there is one. */
    static List<String> error(XmlElement reply) {
        XmlElement error = reply.elements().stream()
                .filter(child -> child.local().equals("error"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no error: " + reply.toXml()));
        return error.elements().stream()
                .map(XmlElement::local)
                .filter(local -> !local.equals("text"))
                .toList();
    }

    void sync(Desk other) throws Exception {
        world.sync(member, other.member);
        settle();
        other.settle();
    }
}
