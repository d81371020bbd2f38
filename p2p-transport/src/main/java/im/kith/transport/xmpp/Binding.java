package im.kith.transport.xmpp;

import im.kith.core.device.Token;
import im.kith.core.xml.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between login and stanzas: a resource is bound (RFC 6120 §7), or an earlier session resumed (XEP-0198 §5). */
final class Binding {

    private static final String FIRST = "a resource is to be bound first";

    private final StreamContext context;
    private final Wire wire;
    private final Token token;

    /** What became of it: neither if the client may try again. */
    record Outcome(@Nullable BoundStream bound, @Nullable XmlElement error) {
        private static final Outcome AGAIN = new Outcome(null, null);
    }

    Binding(StreamContext context, Wire wire, Token token) {
        this.context = context;
        this.wire = wire;
        this.token = token;
    }

    Outcome take(XmlElement element) {
        if (element.is(Names.CLIENT, "iq")) {
            return iq(element);
        }
        if (element.is(Names.SM, "resume")) {
            return resume(element);
        }
        if (element.namespace().equals(Names.SM)) {
            wire.send(BoundStream.failed(StreamManagementError.UNEXPECTED_REQUEST));
            return Outcome.AGAIN;
        }
        StreamError error =
                Stanzas.isStanza(element) ? StreamError.NOT_AUTHORIZED : StreamError.UNSUPPORTED_STANZA_TYPE;
        return new Outcome(null, error.toXml(FIRST));
    }

    private Outcome iq(XmlElement iq) {
        Optional<XmlElement> bind = iq.first(Names.BIND, "bind");
        if (bind.isEmpty() || !Stanzas.type(iq).equals("set")) {
            return new Outcome(null, StreamError.NOT_AUTHORIZED.toXml(FIRST));
        }
        String wanted = bind.get()
                .first(Names.BIND, "resource")
                .map(each -> each.text().strip())
                .orElse("");
        Optional<String> resource = wanted.isEmpty()
                ? Optional.of(fresh())
                : Address.resource(wanted).map(this::unused);
        if (resource.isEmpty() || iq.attribute("id").isEmpty()) {
            wire.send(StanzaError.BAD_REQUEST.answer(iq, context.account().jid(), "not a name for a resource"));
            return Outcome.AGAIN;
        }
        Session session = new Session(context.account().full(resource.get()), token, wire);
        wire.send(Stanzas.result(iq, context.account().jid(), Optional.of(bound(session.jid()))));
        BoundStream stream = new BoundStream(context, wire, session);
        stream.begin();
        return new Outcome(stream, null);
    }

    private static XmlElement bound(String jid) {
        return XmlElement.builder(Names.BIND, "bind")
                .child(XmlElement.builder(Names.BIND, "jid").text(jid).build())
                .build();
    }

    /** Another name if it is in use (§7.7.2.2), except by a session that has no connection: its client has come back. */
    private String unused(String wanted) {
        Optional<Session> other = context.resources().of(context.account().full(wanted));
        if (other.isEmpty()) {
            return wanted;
        }
        if (other.get().wire().isEmpty()) {
            context.router().presences().ended(other.get());
            return wanted;
        }
        String room = wanted.length() > 200 ? wanted.substring(0, 200) : wanted;
        return Address.resource(room + "-" + fresh().substring(0, 8)).orElseGet(this::fresh);
    }

    private String fresh() {
        return context.randomText();
    }

    private Outcome resume(XmlElement resume) {
        Optional<Session> session = resume.attribute("previd")
                .flatMap(context.resources()::resumable)
                .filter(found -> found.token().name().equals(token.name()));
        if (session.isEmpty()) {
            wire.send(BoundStream.failed(StreamManagementError.ITEM_NOT_FOUND));
            return Outcome.AGAIN;
        }
        Acks acks = session.get().acks().orElseThrow();
        Optional<XmlElement> error = BoundStream.confirm(acks, resume);
        if (error.isPresent()) {
            return new Outcome(null, error.get());
        }
        session.get().wire().ifPresent(old -> {
            // the client is back before its old connection was seen to be lost
            session.get().detach();
            old.send(StreamError.CONFLICT.toXml("resumed elsewhere"));
            old.end();
        });
        wire.send(XmlElement.builder(Names.SM, "resumed")
                .attribute("previd", resume.attribute("previd").orElse(""))
                .attribute("h", acks.taken())
                .build());
        session.get().resume(wire);
        return new Outcome(new BoundStream(context, wire, session.get()), null);
    }
}
