package im.kith.transport.xmpp;

import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rooms of XEP-0402 as the one element of XEP-0048 that older clients keep in private storage, so that both kinds have the same rooms.
 *
 * <p>Such a client writes the whole list. What it leaves out is removed if it had been shown, and else stays: another client may have just
 * added it.
 */
final class Bookmarks {

    static final String NODE = "urn:xmpp:bookmarks:1";

    private static final String STORAGE = "storage:bookmarks";
    private static final String ROOM = "conference";

    /** What XEP-0402 wants of the node. */
    private static final Map<String, String> CONFIGURATION = Map.of(
            "pubsub#persist_items", "true",
            "pubsub#max_items", "max",
            "pubsub#send_last_published_item", "never",
            "pubsub#access_model", "whitelist");

    private Bookmarks() {}

    static boolean are(XmlElement element) {
        return element.is(STORAGE, "storage");
    }

    /** The rooms, and what else is {@code stored}. */
    static XmlElement shown(Optional<XmlElement> stored, Session session, Pubsub pubsub) throws StoreException {
        Map<String, XmlElement> rooms = rooms(pubsub);
        session.shownRooms(rooms.keySet());
        XmlElement.Builder storage = XmlElement.builder(STORAGE, "storage");
        rooms.forEach((room, payload) -> storage.child(old(room, payload)));
        stored.ifPresent(element -> storage.children(element.elements()));
        return storage.build();
    }

    /** Publishes and retracts rooms as {@code storage} has them; what is no room of it, to be stored as it is. */
    static XmlElement taken(XmlElement storage, Session session, Pubsub pubsub) throws StoreException {
        Map<String, XmlElement> present = rooms(pubsub);
        Map<String, XmlElement> wanted = new LinkedHashMap<>();
        XmlElement.Builder rest = XmlElement.builder(STORAGE, "storage");
        for (XmlElement each : storage.elements()) {
            Optional<String> room = room(each);
            if (room.isPresent()) {
                wanted.put(room.get(), each);
            } else {
                rest.child(each);
            }
        }
        List<ItemWrite> writes = new ArrayList<>();
        wanted.forEach((room, element) -> {
            Optional<XmlElement> before = Optional.ofNullable(present.get(room));
            XmlElement payload = current(element, before);
            if (before.isEmpty() || !old(room, payload).equals(old(room, before.get()))) {
                writes.add(ItemWrite.publish(Optional.of(room), payload));
            }
        });
        session.shownRooms().stream()
                .filter(room -> present.containsKey(room) && !wanted.containsKey(room))
                .forEach(room -> writes.add(ItemWrite.retract(room)));
        if (!writes.isEmpty()) {
            if (!pubsub.exists(NODE)) {
                pubsub.configure(NODE, CONFIGURATION);
            }
            var unused = pubsub.write(NODE, writes);
        }
        session.shownRooms(wanted.keySet());
        return rest.build();
    }

    private static Map<String, XmlElement> rooms(Pubsub pubsub) throws StoreException {
        Map<String, XmlElement> rooms = new LinkedHashMap<>();
        for (PubsubItem item : pubsub.items(NODE)) {
            if (item.payload().is(NODE, ROOM)) {
                rooms.put(item.id(), item.payload());
            }
        }
        return rooms;
    }

    private static Optional<String> room(XmlElement element) {
        return element.is(STORAGE, ROOM)
                ? element.attribute("jid")
                        .flatMap(Address::parse)
                        .filter(address -> address.resource().isEmpty())
                        .map(Address::bare)
                : Optional.empty();
    }

    private static XmlElement old(String room, XmlElement payload) {
        XmlElement.Builder element = XmlElement.builder(STORAGE, ROOM).attribute("jid", room);
        payload.attribute("name").ifPresent(name -> element.attribute("name", name));
        element.attribute("autojoin", String.valueOf(isTrue(payload)));
        for (String child : List.of("nick", "password")) {
            payload.first(NODE, child)
                    .ifPresent(it -> element.child(
                            XmlElement.builder(STORAGE, child).text(it.text()).build()));
        }
        return element.build();
    }

    private static boolean isTrue(XmlElement room) {
        return Set.of("true", "1").contains(room.attribute("autojoin").orElse(""));
    }

    /** What an older client does not know of stays. */
    private static XmlElement current(XmlElement element, Optional<XmlElement> before) {
        XmlElement.Builder room = XmlElement.builder(NODE, ROOM);
        element.attribute("name").ifPresent(name -> room.attribute("name", name));
        room.attribute("autojoin", String.valueOf(isTrue(element)));
        for (String child : List.of("nick", "password")) {
            element.first(STORAGE, child)
                    .ifPresent(it -> room.child(
                            XmlElement.builder(NODE, child).text(it.text()).build()));
        }
        before.ifPresent(known -> room.children(known.elements().stream()
                .filter(child -> !child.is(NODE, "nick") && !child.is(NODE, "password"))
                .toList()));
        return room.build();
    }
}
