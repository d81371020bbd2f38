package im.kith.transport.linklocal;

import im.kith.core.device.XidKey;
import im.kith.core.ed25519.Xid;
import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import im.kith.transport.discovery.FoundService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Connects the user's software with neighbours, and answers those: all that happens on the LAN goes through here, on one thread.
 */
final class Switchboard implements PeerStream.Host {

    static final long VERIFICATION_MILLIS = 5000;

    /** Streams that this side opens, at most. */
    static final int MOST_DIALLED = 32;

    /** Presences that the user's software is told at once, and every second; and messages of all strangers together. */
    static final int TOLD_AT_ONCE = 300;

    static final int TOLD_PER_SECOND = 20;
    static final int MESSAGES_AT_ONCE = 100;
    static final int MESSAGES_PER_SECOND = 40;

    private static final long LATER_MILLIS = 1000;
    private static final long LOOK_MILLIS = 5000;
    private static final int STREAM_ID = 16;

    private final String account;
    private final Optional<XidKey> key;
    private final EntityInfo info;
    private final StrangerDesk desk;
    private final Surroundings around;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Neighbourhood neighbourhood;
    private final Seekers seekers;
    private final Set<PeerStream> unnamed = new LinkedHashSet<>();
    private final Set<Conversation> conversations = new LinkedHashSet<>();
    private final Pace messages;
    private List<FoundService> found = List.of();
    private Map<String, String> own = Map.of();
    private boolean catching;
    private boolean looked;
    private long numbers;

    /**
     * @param account the user's bare JID
     * @param key of the account's XID, if it is one
     */
    Switchboard(
            String account,
            Optional<XidKey> key,
            EntityInfo info,
            Surroundings around,
            InstantSource clock,
            RandomGenerator random) {
        this.account = account;
        this.key = key;
        this.info = info;
        this.desk = new StrangerDesk(info);
        this.around = around;
        this.clock = clock;
        this.random = random;
        Pace presences = new Pace(TOLD_AT_ONCE, TOLD_PER_SECOND, clock::millis);
        this.neighbourhood = new Neighbourhood(account, presences::take);
        this.messages = new Pace(MESSAGES_AT_ONCE, MESSAGES_PER_SECOND, clock::millis);
        this.seekers = new Seekers(this::refuse);
    }

    /** Somebody connected. */
    PeerStream incoming(Line line) {
        PeerStream stream = PeerStream.incoming(this, line, account);
        unnamed.add(stream);
        return stream;
    }

    /** Takes all that is announced now, and this device's names by network interface. */
    void present(List<FoundService> allFound, Map<String, String> ownNames) {
        found = allFound;
        own = ownNames;
        tell();
    }

    private void tell() {
        for (Neighbourhood.Change change : neighbourhood.update(found, own)) {
            XmlElement presence = change.after()
                    .map(after -> after.presence(account))
                    .orElseGet(() -> change.before().orElseThrow().absence(account));
            around.deliver(presence, () -> {});
        }
        for (Conversation conversation : List.copyOf(conversations)) {
            Optional<Neighbour> now = neighbourhood.byJid(conversation.peer().jid());
            if (now.filter(each -> !each.continues(conversation.peer())).isPresent()) {
                // somebody else has the name: what was said in confidence of the other does not go to him
                conversation.stream().ifPresent(PeerStream::end);
            }
        }
        List.copyOf(unnamed).forEach(PeerStream::reconsider);
        around.present(neighbourhood.all());
        if (neighbourhood.isBehind() && !catching) {
            catching = true;
            around.later(LATER_MILLIS, () -> {
                catching = false;
                tell();
            });
        }
    }

    /** Sends a message or IQ of the user's software to whom it is for; an error comes back if that fails. */
    void send(XmlElement stanza) {
        String to = stanza.attribute("to").orElse("");
        Optional<Xid> xid = Neighbour.xid(to);
        if (xid.isPresent()) {
            sendTo(xid.get(), stanza);
            return;
        }
        Optional<Neighbour> neighbour = neighbourhood.byJid(to);
        if (neighbour.isEmpty()) {
            refuse(stanza, "nobody of this address is in reach");
            return;
        }
        Optional<Conversation> conversation = with(neighbour.get());
        if (conversation.isEmpty() || !conversation.get().send(stanza)) {
            refuse(stanza, "too much at once");
        }
    }

    private void sendTo(Xid xid, XmlElement stanza) {
        Optional<Conversation> verified = conversations.stream()
                .filter(each -> each.isReady() && each.verification().xid().equals(Optional.of(xid)))
                .reduce((earlier, later) -> later);
        if (verified.isPresent()) {
            if (!verified.get().send(stanza)) {
                refuse(stanza, "too much at once");
            }
            return;
        }
        List<Conversation> claiming = new ArrayList<>();
        List<Neighbour> all = neighbourhood.claiming(xid);
        // from anywhere: many who claim it falsely shall not hide the one who is it for ever
        int first = all.isEmpty() ? 0 : random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (claiming.size() < Seekers.MOST_CLAIMING) {
                with(all.get((first + i) % all.size()))
                        .filter(each -> !each.isReady() || each.verification().isOpen())
                        .ifPresent(claiming::add);
            }
        }
        seekers.seek(xid, stanza, claiming);
    }

    /** The conversation with {@code neighbour}; a stream is opened if there is none. */
    private Optional<Conversation> with(Neighbour neighbour) {
        Optional<Conversation> open = conversations.stream()
                .filter(each -> each.peer().jid().equals(neighbour.jid()))
                .reduce((earlier, later) -> later);
        if (open.isPresent()) {
            return open;
        }
        long dialled = conversations.stream()
                .filter(each -> each.stream().map(PeerStream::isDialled).orElse(true))
                .count();
        if (dialled >= MOST_DIALLED) {
            return Optional.empty();
        }
        Conversation conversation = new Conversation(neighbour, numbers++);
        conversations.add(conversation);
        around.dial(
                neighbour,
                line -> {
                    PeerStream stream = PeerStream.dialled(this, line, account, neighbour);
                    conversation.stream(stream);
                    return stream;
                },
                () -> over(conversation));
        return Optional.of(conversation);
    }

    private void over(Conversation conversation) {
        if (conversations.remove(conversation)) {
            around.closed(conversation.asker());
            conversation.verification().giveUp();
            settle(conversation);
            conversation.abandoned().forEach(stanza -> refuse(stanza, "the connection failed"));
        }
    }

    private void refuse(XmlElement stanza, String why) {
        Handover.refusal(stanza, "service-unavailable", why).ifPresent(error -> around.deliver(error, () -> {}));
    }

    @Override
    public Optional<Neighbour> caller(Optional<String> from, Line line) {
        return neighbourhood.caller(from, line.remote());
    }

    @Override
    public XmlElement features() {
        return XmlElement.builder(Names.STREAM, "features")
                .child(info.underNode())
                .build();
    }

    @Override
    public String streamId() {
        byte[] id = new byte[STREAM_ID];
        random.nextBytes(id);
        return Bytes.wrap(id).toHex();
    }

    @Override
    public void unheard() {
        if (!looked) {
            looked = true;
            around.later(LOOK_MILLIS, () -> looked = false);
            around.look();
        }
    }

    @Override
    public void ready(PeerStream stream) {
        unnamed.remove(stream);
        Conversation conversation = of(stream).orElseGet(() -> {
            Conversation fresh = new Conversation(stream.peer().orElseThrow(), numbers++);
            fresh.stream(stream);
            conversations.add(fresh);
            return fresh;
        });
        around.opened(conversation.asker(), reply -> answered(conversation, reply));
        Optional<Xid> claim = conversation.peer().claim().filter(xid -> !isMine(xid));
        Optional<Challenge> challenge = claim.map(xid -> Challenge.ask(xid, clock.instant(), random));
        conversation.verification(new Verification(challenge));
        challenge.ifPresent(asked -> {
            stream.send(message(conversation.peer(), asked.toXml()));
            around.later(VERIFICATION_MILLIS, () -> {
                conversation.verification().giveUp();
                settle(conversation);
            });
        });
        conversation.flush().forEach(stanza -> refuse(stanza, "too much at once"));
    }

    private boolean isMine(Xid xid) {
        return key.filter(mine -> mine.xid().equals(xid)).isPresent();
    }

    private static XmlElement message(Neighbour to, XmlElement child) {
        return XmlElement.builder(Names.CLIENT, "message")
                .attribute("type", "chat")
                .attribute("from", to.self())
                .attribute("to", to.instance())
                .child(child)
                .build();
    }

    private Optional<Conversation> of(PeerStream stream) {
        return conversations.stream()
                .filter(each -> each.stream().equals(Optional.of(stream)))
                .findFirst();
    }

    @Override
    public void received(PeerStream stream, XmlElement stanza) {
        of(stream).ifPresent(conversation -> {
            if (!stream.isForSelf(stanza)) {
                bounce(stream, stanza, conversation);
            } else if (stanza.local().equals("message")) {
                message(conversation, stream, stanza);
            } else if (stanza.local().equals("iq")) {
                iq(conversation, stream, stanza);
            }
        });
    }

    private static void bounce(PeerStream stream, XmlElement stanza, Conversation conversation) {
        Neighbour peer = conversation.peer();
        Handover.refusal(stanza, "service-unavailable", "")
                .map(error -> Handover.renamed(
                        error, stanza.attribute("id"), stanza.attribute("to").orElse(peer.self()), peer.instance()))
                .ifPresent(stream::send);
    }

    private void message(Conversation conversation, PeerStream stream, XmlElement message) {
        Optional<XmlElement> challenge = message.first(Names.XID, "challenge");
        Optional<XmlElement> response = message.first(Names.XID, "response");
        if (challenge.isPresent()) {
            key.flatMap(mine -> Challenge.answer(challenge.get(), mine))
                    .ifPresent(answer -> stream.send(message(conversation.peer(), answer)));
        } else if (response.isPresent()) {
            if (conversation.verification().answered(response.get())) {
                settle(conversation);
            }
        } else if (conversation.verification().isOpen()) {
            conversation.verification().hold(message);
            if (!conversation.verification().isOpen()) {
                settle(conversation);
            }
        } else {
            deliver(conversation, message);
        }
    }

    /** It has turned out who the other is, or that it will not. */
    private void settle(Conversation conversation) {
        conversation.verification().release().forEach(message -> deliver(conversation, message));
        seekers.settled(conversation);
    }

    private void deliver(Conversation conversation, XmlElement message) {
        String from = conversation
                .verification()
                .xid()
                .map(Xid::jid)
                .orElse(conversation.peer().jid());
        Optional<XmlElement> shown = Handover.inwards(message, from, account);
        Runnable untaken = () -> conversation.stream().ifPresent(stream -> bounce(stream, message, conversation));
        if (shown.isPresent() && messages.take()) {
            around.deliver(shown.get(), untaken);
        } else if (shown.isPresent()) {
            untaken.run();
        }
    }

    private void iq(Conversation conversation, PeerStream stream, XmlElement iq) {
        String type = iq.attribute("type").orElse("");
        if (type.equals("result") || type.equals("error")) {
            conversation
                    .askedFor(iq)
                    .ifPresent(asked -> around.deliver(
                            Handover.renamed(
                                    iq,
                                    asked.attribute("id"),
                                    asked.attribute("to")
                                            .orElse(conversation.peer().jid()),
                                    asked.attribute("from").orElse(account)),
                            () -> {}));
            return;
        }
        StrangerDesk.Decision decision = desk.decide(iq);
        if (decision instanceof StrangerDesk.Decision.Result result) {
            reply(conversation, iq, StrangerDesk.result(iq, result.child()));
        } else if (decision instanceof StrangerDesk.Decision.Ask) {
            conversation.request(iq);
            stream.pause(true);
            around.ask(iq, conversation.asker());
        } else {
            bounce(stream, iq, conversation);
        }
    }

    /** The PEP service has answered; one request of a stranger at a time. */
    private void answered(Conversation conversation, XmlElement reply) {
        Optional<XmlElement> iq = conversation.request();
        if (iq.isPresent() && reply.local().equals("iq")) {
            conversation.request(null);
            reply(conversation, iq.get(), reply);
            conversation.stream().ifPresent(stream -> stream.pause(false));
        }
    }

    private static void reply(Conversation conversation, XmlElement iq, XmlElement reply) {
        Neighbour peer = conversation.peer();
        XmlElement addressed =
                Handover.renamed(reply, iq.attribute("id"), iq.attribute("to").orElse(peer.self()), peer.instance());
        conversation.stream().ifPresent(stream -> stream.send(addressed));
    }

    @Override
    public void ended(PeerStream stream) {
        unnamed.remove(stream);
        of(stream).ifPresent(this::over);
    }

    /** Good-bye to all. */
    void close() {
        List.copyOf(unnamed).forEach(PeerStream::end);
        for (Conversation conversation : List.copyOf(conversations)) {
            conversation.stream().ifPresentOrElse(PeerStream::end, () -> over(conversation));
        }
    }
}
