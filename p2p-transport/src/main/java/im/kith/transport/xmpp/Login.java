package im.kith.transport.xmpp;

import im.kith.core.device.Credentials;
import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import im.kith.transport.xmpp.SaslFailure.Condition;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The SASL negotiation of one stream (RFC 6120 §6.4): which exchange is under way, and what to make of the client's next element.
 *
 * <p>Who may log in is looked up with every exchange, and a guessed password is stretched on another thread, so results come later.
 */
final class Login {

    static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "PLAIN");

    private final StreamContext context;
    private @Nullable Mechanism exchange;

    Login(StreamContext context) {
        this.context = context;
    }

    /** Takes {@code <auth/>}, {@code <response/>} or {@code <abort/>}; {@code then} gets the step or why there is none. */
    void take(XmlElement element, BiConsumer<Mechanism.@Nullable Step, @Nullable SaslFailure> then) {
        try {
            Mechanism mechanism = mechanism(element);
            exchange = mechanism;
            Bytes message = message(element);
            boolean first = element.local().equals("auth");
            if (first && message.isEmpty()) {
                // no initial response: an empty challenge asks for it
                then.accept(new Mechanism.Step.Challenge(Bytes.EMPTY), null);
                return;
            }
            var unused = context.logins()
                    .credentials()
                    .thenCompose(credentials -> calculated(mechanism, message, credentials))
                    .whenCompleteAsync((outcome, failure) -> told(outcome, failure, then), context.executor());
        } catch (SaslFailure e) {
            exchange = null;
            then.accept(null, e);
        }
    }

    private record Outcome(
            Mechanism.@Nullable Step step, @Nullable SaslFailure failure) {}

    private CompletableFuture<Outcome> calculated(Mechanism mechanism, Bytes message, Credentials credentials) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new Outcome(mechanism.take(message, credentials), null);
                    } catch (SaslFailure e) {
                        return new Outcome(null, e);
                    }
                },
                context.calculations());
    }

    private void told(
            @Nullable Outcome outcome,
            @Nullable Throwable failure,
            BiConsumer<Mechanism.@Nullable Step, @Nullable SaslFailure> then) {
        if (outcome == null || failure != null) {
            exchange = null;
            then.accept(null, new SaslFailure(Condition.TEMPORARY_AUTH_FAILURE));
            return;
        }
        if (!(outcome.step() instanceof Mechanism.Step.Challenge)) {
            exchange = null;
        }
        then.accept(outcome.step(), outcome.failure());
    }

    private Mechanism mechanism(XmlElement element) throws SaslFailure {
        Mechanism under = exchange;
        switch (element.local()) {
            case "auth" -> {
                String name = element.attribute("mechanism").orElse("");
                return switch (name) {
                    case "SCRAM-SHA-256" -> new ScramServer(context.account(), context.randomText());
                    case "PLAIN" -> new Plain(context.account());
                    default -> throw new SaslFailure(Condition.INVALID_MECHANISM);
                };
            }
            case "response" -> {
                if (under == null) {
                    throw new SaslFailure(Condition.MALFORMED_REQUEST);
                }
                return under;
            }
            case "abort" -> throw new SaslFailure(Condition.ABORTED);
            default -> throw new SaslFailure(Condition.MALFORMED_REQUEST);
        }
    }

    /** The Base64 inside (RFC 6120 §6.4.2); {@code =} is an empty message. */
    private static Bytes message(XmlElement element) throws SaslFailure {
        String text = element.text().strip();
        if (text.isEmpty() || text.equals("=")) {
            return Bytes.EMPTY;
        }
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new SaslFailure(Condition.INCORRECT_ENCODING);
        }
    }
}
