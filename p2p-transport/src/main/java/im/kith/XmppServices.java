package im.kith;

import im.kith.core.device.Device;
import im.kith.core.xml.XmlElement;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.linklocal.LinkLocal;
import im.kith.transport.xmpp.PepDesk;
import im.kith.transport.xmpp.XmppEndpoint;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A device's ways in for XMPP software, each there from when it is first asked for. */
final class XmppServices implements AutoCloseable {

    private final DeviceThread thread;
    private final SecureRandom random;
    private @Nullable PepDesk pep;
    private Optional<XmppEndpoint> xmpp = Optional.empty();
    private Optional<LinkLocal> linkLocal = Optional.empty();

    XmppServices(DeviceThread thread, SecureRandom random) {
        this.thread = thread;
        this.random = random;
    }

    synchronized PepDesk pep() {
        PepDesk present = pep;
        if (present == null) {
            String account = thread.submit(Device::accountJid).join();
            present = new PepDesk(thread, account, Clock.systemUTC(), random);
            pep = present;
        }
        return present;
    }

    synchronized XmppEndpoint serveXmpp(int port) throws IOException {
        if (xmpp.isPresent()) {
            throw new IllegalStateException("serving XMPP already");
        }
        XmppEndpoint fresh = XmppEndpoint.start(thread, pep(), port, Clock.systemUTC(), random);
        linkLocal.ifPresent(fresh::others);
        xmpp = Optional.of(fresh);
        return fresh;
    }

    synchronized Optional<XmppEndpoint> xmpp() {
        return xmpp;
    }

    synchronized LinkLocal serveLinkLocal(Set<String> interfaces) throws IOException {
        if (linkLocal.isPresent()) {
            throw new IllegalStateException("on the LAN already");
        }
        LinkLocal fresh = LinkLocal.start(thread, pep(), this::deliver, interfaces, Clock.systemUTC(), random);
        xmpp.ifPresent(endpoint -> endpoint.others(fresh));
        linkLocal = Optional.of(fresh);
        return fresh;
    }

    private CompletableFuture<Boolean> deliver(XmlElement stanza) {
        return xmpp().map(endpoint -> endpoint.deliver(stanza))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    synchronized Optional<LinkLocal> linkLocal() {
        return linkLocal;
    }

    @Override
    public void close() {
        linkLocal().ifPresent(LinkLocal::close);
        xmpp().ifPresent(XmppEndpoint::close);
    }
}
