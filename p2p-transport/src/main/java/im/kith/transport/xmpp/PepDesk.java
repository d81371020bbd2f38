package im.kith.transport.xmpp;

import im.kith.core.device.DeviceEvent;
import im.kith.core.pep.Answer;
import im.kith.core.pep.Asker;
import im.kith.core.pep.PepService;
import im.kith.core.xml.XmlElement;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.engine.Subscription;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's PEP service on the device's thread, for whoever has connections: requests go in, and answers and events come out to the
 * outlet of each addressee, after what they tell is durable, and in the order in which they were found: an older item is never told after
 * a newer one.
 *
 * <p>Any thread may use it. An outlet is called on the device's thread: it must only enqueue.
 */
public final class PepDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PepDesk.class);

    private final DeviceThread device;
    private final String account;
    private final PepService service;
    private final Map<String, Consumer<XmlElement>> outlets = new ConcurrentHashMap<>();
    private final Subscription subscription;

    /**
     * @param account the account's bare JID
     */
    public PepDesk(DeviceThread device, String account, InstantSource clock, RandomGenerator random) {
        this.device = device;
        this.account = account;
        this.service = new PepService(account, clock, random);
        this.subscription = device.subscribe(this::heed);
    }

    /** The account's bare JID. */
    public String account() {
        return account;
    }

    /** {@code asker} is connected; what is for its JID goes to {@code outlet} from now on. */
    public void opened(Asker asker, Consumer<XmlElement> outlet) {
        outlets.put(asker.jid(), outlet);
        run(owned -> {
            service.opened(asker);
            return List.of();
        });
    }

    /** {@code asker} is gone. */
    public void closed(Asker asker) {
        outlets.remove(asker.jid());
        run(owned -> {
            service.closed(asker);
            return List.of();
        });
    }

    /**
     * Does what {@code iq} of type get or set asks for; its one answer goes to the asker's outlet, then what else there is to send.
     *
     * @return done when the answer has been handed out
     */
    public CompletableFuture<Void> handle(XmlElement iq, Asker asker) {
        return answer(iq, asker, owned -> service.handle(iq, asker, owned.pubsub()));
    }

    /** As {@link #handle}, for a request of which {@code question} knows the answer. */
    CompletableFuture<Void> answer(XmlElement iq, Asker asker, DeviceThread.Task<Answer> question) {
        return device.submit(question, (answer, failure) -> {
            if (failure == null) {
                deliver(asker.jid(), answer.reply());
                answer.messages().forEach(this::deliver);
            } else {
                LOG.warn("an XMPP request failed: {}", failure.toString());
                XmlElement from = Stanzas.with(iq, "from", asker.jid());
                deliver(asker.jid(), StanzaError.INTERNAL_SERVER_ERROR.answer(from, account, "the store failed"));
            }
            return null;
        });
    }

    /** Takes the answer to a question that the service has asked; others are ignored. */
    public void answered(XmlElement iq, Asker asker) {
        run(owned -> service.answered(iq, asker, owned.pubsub()));
    }

    /** Takes a presence of {@code asker} itself. */
    public void presence(XmlElement presence, Asker asker) {
        run(owned -> service.presence(presence, asker, owned.pubsub()));
    }

    /** Takes a message of {@code asker} to the account's bare JID, which its other resources get besides. */
    public void message(XmlElement message, Asker asker) {
        run(owned -> service.message(message, asker, owned.pubsub()));
    }

    private void heed(DeviceEvent event) {
        if (outlets.isEmpty()) {
            return;
        }
        if (event instanceof DeviceEvent.ItemsChanged changed) {
            run(owned -> service.changed(changed.items(), owned.pubsub()));
        } else if (event instanceof DeviceEvent.LedgerChanged) {
            run(owned -> service.accountChanged(owned.pubsub()));
        }
    }

    /** Does {@code what}, and sends what it gives. */
    private void run(DeviceThread.Task<List<XmlElement>> what) {
        var unused = device.submit(what, (messages, failure) -> {
            if (failure == null) {
                messages.forEach(this::deliver);
            } else {
                LOG.debug("events of the store were not told", failure);
            }
            return null;
        });
    }

    private void deliver(XmlElement stanza) {
        stanza.attribute("to").ifPresent(to -> deliver(to, stanza));
    }

    private void deliver(String to, XmlElement stanza) {
        Consumer<XmlElement> outlet = outlets.get(to);
        if (outlet != null) {
            outlet.accept(stanza);
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
