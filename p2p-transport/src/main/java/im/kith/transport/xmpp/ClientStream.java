package im.kith.transport.xmpp;

import im.kith.core.device.Token;
import im.kith.core.xml.StreamFault;
import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.transport.xmpp.Mechanism.Step;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream from its opening tag to its end (RFC 6120 §4): negotiation here, a bound resource's stanzas to the {@link Router}.
 *
 * <p>Pure: pieces of XML come in, and what is to be written goes to the {@link Wire}. One thread.
 */
final class ClientStream {

    private enum Phase {
        /** The client's opening tag is awaited; nobody is logged in. */
        OPENING,
        /** TLS or a login. */
        NEGOTIATING,
        /** A login is being looked at. */
        CHECKING,
        /** Logged in, and the opening tag is awaited again. */
        REOPENING,
        /** A resource is to be bound, or a session resumed. */
        BINDING,
        /** Stanzas. */
        BOUND,
        ENDED
    }

    private final StreamContext context;
    private final Wire wire;
    private final Login login;
    private Phase phase = Phase.OPENING;
    private boolean opened;
    private boolean secure;
    private int failures;
    private @Nullable Token token;
    private @Nullable BoundStream bound;

    ClientStream(StreamContext context, Wire wire) {
        this.context = context;
        this.wire = wire;
        this.login = new Login(context);
    }

    /** The token that the client has shown, once it has. */
    Optional<Token> token() {
        return Optional.ofNullable(token);
    }

    /** Takes the next piece of what the client writes. */
    void take(StreamPiece piece) {
        if (phase == Phase.ENDED) {
            return;
        }
        if (piece instanceof StreamPiece.Opened tag) {
            opened(tag);
        } else if (piece instanceof StreamPiece.Whole whole) {
            element(whole.element());
        } else if (piece instanceof StreamPiece.TooLarge large) {
            tooLarge(large.head());
        } else {
            over(true);
            finish();
        }
    }

    /** What the client wrote cannot be read on. */
    void fault(StreamFault fault) {
        refuse(StreamError.of(fault.kind()), String.valueOf(fault.getMessage()));
    }

    /** Ends the stream for what the client did, and says so in the log: what it is, without its words. */
    private void refuse(StreamError error, String text) {
        refuse(error.toXml(text));
    }

    private void refuse(XmlElement error) {
        if (phase != Phase.ENDED) {
            String condition = error.elements().get(0).local();
            Token known = token;
            String who = known == null ? "that is not logged in" : "with the token " + known.name();
            context.notices()
                    .once(
                            condition + (known == null ? "" : " known"),
                            "an XMPP stream was ended with " + condition + ", of a program " + who);
        }
        end(error, true);
    }

    /** Ends the stream for a reason of this side's. */
    void end(StreamError error, String text) {
        end(error.toXml(text), error != StreamError.SYSTEM_SHUTDOWN);
    }

    private void end(XmlElement error, boolean forGood) {
        if (phase == Phase.ENDED) {
            return;
        }
        over(forGood);
        if (!opened) {
            open(XmlElement.of(Names.STREAM, "stream"));
        }
        wire.send(error);
        finish();
    }

    private void finish() {
        phase = Phase.ENDED;
        wire.end();
    }

    /** The connection is gone. */
    void lost() {
        over(false);
        phase = Phase.ENDED;
    }

    private void over(boolean forGood) {
        BoundStream there = bound;
        bound = null;
        if (there != null) {
            there.over(forGood);
        }
    }

    /** The answer to {@code root}; who does not know the domain does not hear it. */
    private void open(XmlElement root) {
        opened = true;
        XmlElement.Builder header = XmlElement.builder(Names.STREAM, "stream")
                .attribute("id", context.randomText())
                .attribute("version", "1.0")
                .attribute(XmlName.LANG, "en");
        root.attribute("to").filter(context.account()::isDomain).ifPresent(domain -> header.attribute("from", domain));
        root.attribute("from").ifPresent(jid -> header.attribute("to", jid));
        wire.open(header.build());
    }

    private void opened(StreamPiece.Opened tag) {
        XmlElement root = tag.root();
        open(root);
        Optional<String> to = root.attribute("to");
        if (!root.is(Names.STREAM, "stream") || !tag.content().equals(Names.CLIENT)) {
            refuse(StreamError.INVALID_NAMESPACE, "a stream of jabber:client is wanted");
        } else if (to.isEmpty()) {
            refuse(StreamError.IMPROPER_ADDRESSING, "'to' is the domain of the account");
        } else if (!context.account().isDomain(to.get())) {
            refuse(StreamError.HOST_UNKNOWN, "'to' is the domain of the account");
        } else if (!root.attribute("version").orElse("").startsWith("1.")) {
            refuse(StreamError.UNSUPPORTED_VERSION, "version 1.0 is spoken");
        } else if (phase == Phase.REOPENING) {
            phase = Phase.BINDING;
            wire.send(Features.afterLogin());
        } else {
            phase = Phase.NEGOTIATING;
            wire.send(Features.beforeLogin(context.tls() && !secure));
        }
    }

    private void element(XmlElement element) {
        switch (phase) {
            case NEGOTIATING -> negotiate(element);
            case BINDING -> bind(element);
            case BOUND -> {
                BoundStream there = bound;
                if (there != null) {
                    there.take(element).ifPresent(this::refuse);
                }
            }
            default -> refuse(StreamError.POLICY_VIOLATION, "not now");
        }
    }

    private void tooLarge(XmlElement head) {
        BoundStream there = bound;
        if (there == null) {
            refuse(StreamError.POLICY_VIOLATION, "too much before a resource is bound");
        } else {
            there.tooLarge(head);
        }
    }

    private void negotiate(XmlElement element) {
        if (element.is(Names.TLS, "starttls")) {
            if (!context.tls() || secure) {
                wire.send(XmlElement.of(Names.TLS, "failure"));
                finish();
                return;
            }
            secure = true;
            phase = Phase.OPENING;
            wire.send(XmlElement.of(Names.TLS, "proceed"));
            wire.tls();
        } else if (element.namespace().equals(Names.SASL)) {
            phase = Phase.CHECKING;
            wire.pause(true);
            login.take(element, this::checked);
        } else {
            refuse(
                    Stanzas.isStanza(element) ? StreamError.NOT_AUTHORIZED : StreamError.UNSUPPORTED_STANZA_TYPE,
                    "nobody is logged in");
        }
    }

    private void checked(@Nullable Step step, @Nullable SaslFailure failure) {
        if (phase != Phase.CHECKING) {
            return;
        }
        if (step instanceof Step.Challenge challenge) {
            phase = Phase.NEGOTIATING;
            wire.send(sasl("challenge", challenge.data()));
            wire.pause(false);
        } else if (step instanceof Step.Success success) {
            phase = Phase.REOPENING;
            token = success.token();
            context.logins().used(success.token());
            wire.send(sasl("success", success.data()));
            wire.authenticated();
            wire.restart();
            wire.pause(false);
        } else if (failure != null) {
            failed(failure);
        }
    }

    private static XmlElement sasl(String name, im.kith.core.octets.Bytes data) {
        return XmlElement.builder(Names.SASL, name)
                .text(Base64.getEncoder().encodeToString(data.toArray()))
                .build();
    }

    private void failed(SaslFailure failure) {
        failures++;
        Runnable answer = () -> {
            if (phase != Phase.CHECKING) {
                return;
            }
            wire.send(failure.toXml());
            if (failures >= Guesses.PER_STREAM) {
                end(StreamError.POLICY_VIOLATION, "too many failed logins");
            } else {
                phase = Phase.NEGOTIATING;
                wire.pause(false);
            }
        };
        if (failure.condition() == SaslFailure.Condition.NOT_AUTHORIZED) {
            context.timer().later(context.guesses().failed(), answer);
        } else {
            answer.run();
        }
    }

    private void bind(XmlElement element) {
        Token of = token;
        if (of == null) {
            throw new IllegalStateException("binding without a login");
        }
        Binding.Outcome outcome = new Binding(context, wire, of).take(element);
        if (outcome.error() != null) {
            refuse(outcome.error());
        } else if (outcome.bound() != null) {
            bound = outcome.bound();
            phase = Phase.BOUND;
        }
    }
}
