package im.kith.core.pep;

import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The account's PEP service: what a server would be for its user's XMPP software.
 *
 * <p>The caller's whole loop, on the thread that owns the device:
 *
 * <pre>{@code
 * service.opened(asker)                            a resource is bound, or a stranger's stream is open
 * send(service.presence(asker, presence, pubsub))  and its presences
 * Answer answer = service.handle(iq, asker, pubsub)
 * commit, then send(answer.reply()), send(answer.messages())
 * on the device's word that items changed, whoever changed them: send(service.changed(keys, pubsub))
 * on its word that the ledger changed: send(service.accountChanged(pubsub))
 * on a message to the account's own bare JID: send(service.message(message, asker, pubsub)), beside routing it
 * service.closed(asker)
 * }</pre>
 *
 * <p>A {@link StoreException} means that nothing of the request stands.
 */
public final class PepService {

    private final String account;
    private final InstantSource clock;
    private final Sessions sessions = new Sessions();
    private final EventMessages messages;
    private final Broadcast broadcast;
    private final KeyNews keyNews;

    /**
     * @param account the user's bare JID
     */
    public PepService(String account, InstantSource clock, RandomGenerator random) {
        this.account = account;
        this.clock = clock;
        this.messages = new EventMessages(account, random);
        this.broadcast = new Broadcast(sessions, messages, random);
        this.keyNews = new KeyNews(account, sessions, messages);
    }

    public void opened(Asker asker) {
        sessions.open(asker);
    }

    public void closed(Asker asker) {
        sessions.close(asker);
    }

    private Session session(Asker asker) {
        return sessions.of(asker).orElseGet(() -> sessions.open(asker));
    }

    private Nodes nodes(Pubsub pubsub) {
        return new Nodes(pubsub, clock.instant());
    }

    /** Whether {@code iq} is for this service: a request on its namespaces, or an answer to its own question. */
    public static boolean isFor(XmlElement iq) {
        return Presence.isFeatures(iq)
                || iq.elements().stream()
                        .anyMatch(child -> List.of(Names.PUBSUB, Names.OWNER, Names.DISCO_INFO, Names.DISCO_ITEMS)
                                .contains(child.namespace()));
    }

    /** Takes a presence of {@code asker}; what to send for it: a question for its features, and shared secrets if it is to have them. */
    public List<XmlElement> presence(XmlElement presence, Asker asker, Pubsub pubsub) throws StoreException {
        Session session = session(asker);
        keyNews.begin(pubsub.keys());
        boolean was = session.isAvailable();
        List<XmlElement> all =
                new ArrayList<>(new Presence(nodes(pubsub), session, messages, account).received(presence));
        if (!was) {
            all.addAll(keyNews.secrets(session, true, pubsub.keys()));
        }
        return all;
    }

    /**
     * Takes a message of {@code asker} to the account's bare JID, which goes to the other resources besides; what to send for it: an error, if
     * it hands over secrets that cannot be taken.
     */
    public List<XmlElement> message(XmlElement message, Asker asker, Pubsub pubsub) throws StoreException {
        return keyNews.heard(message, asker, pubsub.keys());
    }

    /** What to tell after the account's devices or secrets changed. */
    public List<XmlElement> accountChanged(Pubsub pubsub) throws StoreException {
        return keyNews.changed(nodes(pubsub));
    }

    /** Takes the answer to a question of the service's own; what to send for it. */
    public List<XmlElement> answered(XmlElement iq, Asker asker, Pubsub pubsub) throws StoreException {
        return Presence.isFeatures(iq)
                ? new Presence(nodes(pubsub), session(asker), messages, account).features(iq)
                : List.of();
    }

    /** The events of items that changed in the store. */
    public List<XmlElement> changed(Collection<ItemKey> items, Pubsub pubsub) throws StoreException {
        return broadcast.changed(items, nodes(pubsub));
    }

    /** Does what {@code iq}, of type get or set, asks for. */
    public Answer handle(XmlElement iq, Asker asker, Pubsub pubsub) throws StoreException {
        try {
            Result result = dispatch(iq, asker, nodes(pubsub));
            return new Answer(reply(iq, asker, "result", result.children()), result.messages());
        } catch (PepError error) {
            return new Answer(reply(iq, asker, "error", List.of(error.toXml())), List.of());
        }
    }

    private XmlElement reply(XmlElement iq, Asker asker, String type, List<XmlElement> children) {
        XmlElement.Builder reply = XmlElement.builder(Names.CLIENT, "iq")
                .attribute("type", type)
                .attribute("from", iq.attribute("to").orElse(account))
                .attribute("to", asker.jid());
        iq.attribute("id").ifPresent(id -> reply.attribute("id", id));
        return reply.children(children).build();
    }

    private Result dispatch(XmlElement iq, Asker asker, Nodes nodes) throws PepError, StoreException {
        String type = iq.attribute("type").orElse("");
        List<XmlElement> children = iq.elements();
        if (children.size() != 1 || !(type.equals("get") || type.equals("set"))) {
            throw PepError.of(Condition.BAD_REQUEST, "an IQ of type get or set with one child");
        }
        XmlElement child = children.get(0);
        boolean set = type.equals("set");
        Disco disco = new Disco(nodes, asker, account);
        return switch (child.namespace()) {
            case Names.PUBSUB -> pubsub(child, set, session(asker), nodes);
            case Names.OWNER -> owner(child, set, session(asker), nodes);
            case Names.DISCO_INFO -> disco.info(child);
            case Names.DISCO_ITEMS -> disco.items(child);
            default -> throw PepError.of(Condition.SERVICE_UNAVAILABLE, "not served: " + child.namespace());
        };
    }

    private Result pubsub(XmlElement pubsub, boolean set, Session session, Nodes nodes)
            throws PepError, StoreException {
        XmlElement request = first(pubsub, Optional.of("configure"));
        Publishing publishing = new Publishing(nodes, session, broadcast);
        Affiliations affiliations = new Affiliations(nodes, session, messages, account);
        String what = (set ? "set " : "get ") + request.local();
        return switch (what) {
            case "get items" -> new Retrieval(nodes, session).items(pubsub, request);
            case "get subscriptions" -> affiliations.subscriptions(request);
            case "get affiliations" -> affiliations.affiliations(request);
            case "set publish" -> publishing.publish(pubsub, request);
            case "set retract" -> publishing.retract(request);
            case "set subscribe" -> affiliations.subscribe(request);
            case "set unsubscribe" -> affiliations.unsubscribe(request);
            case "set create" -> {
                Nodes.checkOwner(session.asker());
                yield new NodeOwner(nodes, broadcast).create(pubsub, request);
            }
            case "get options", "set options" -> throw PepError.unsupported("subscription-options");
            default -> throw PepError.of(Condition.BAD_REQUEST, "no request of pubsub: " + what);
        };
    }

    /** The child that says what is asked for; {@code beside} only accompanies another. */
    private static XmlElement first(XmlElement pubsub, Optional<String> beside) throws PepError {
        return pubsub.elements().stream()
                .filter(child -> child.namespace().equals(pubsub.namespace()))
                .filter(child -> !Optional.of(child.local()).equals(beside))
                .findFirst()
                .orElseThrow(() -> PepError.of(Condition.BAD_REQUEST, "nothing is asked for"));
    }

    private Result owner(XmlElement pubsub, boolean set, Session session, Nodes nodes) throws PepError, StoreException {
        Nodes.checkOwner(session.asker());
        XmlElement request = first(pubsub, Optional.empty());
        NodeOwner owner = new NodeOwner(nodes, broadcast);
        Affiliations affiliations = new Affiliations(nodes, session, messages, account);
        String what = (set ? "set " : "get ") + request.local();
        return switch (what) {
            case "get configure" -> owner.configuration(request);
            case "set configure" -> owner.configure(request);
            case "get default" -> owner.defaults();
            case "set delete" -> owner.delete(request);
            case "set purge" -> owner.purge(request, session);
            case "get affiliations" -> affiliations.ofNode(request);
            case "get subscriptions" -> affiliations.subscribersOf(request, sessions);
            case "set affiliations" -> throw PepError.unsupported("modify-affiliations");
            case "set subscriptions" -> throw PepError.unsupported("manage-subscriptions");
            default -> throw PepError.of(Condition.BAD_REQUEST, "no request of an owner: " + what);
        };
    }
}
