package im.kith.transport.linklocal;

import im.kith.Kith;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeException;
import im.kith.storage.Passphrase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device of an account of its own that is shown on 127.0.0.1; its user's software takes all it gets. */
final class Resident implements AutoCloseable {

    final Kith kith;
    final LinkLocal linkLocal;
    final String account;
    final List<XmlElement> delivered = new CopyOnWriteArrayList<>();

    Resident(Path directory, String device, Optional<String> jid) throws Exception {
        SecureRandom random = new SecureRandom();
        kith = Kith.found(
                new HomeAccess(
                        directory.resolve("home"),
                        directory.resolve("state"),
                        "test",
                        Duration.ofSeconds(5),
                        Passphrase.NONE,
                        random),
                device,
                jid);
        account = kith.call(owned -> owned.accountJid());
        linkLocal = LinkLocal.start(
                kith.device(),
                kith.pep(),
                stanza -> CompletableFuture.completedFuture(delivered.add(stanza)),
                Set.of("127.0.0.1"),
                Clock.systemUTC(),
                random);
    }

    /** Its name, once it has one. */
    String name() {
        return linkLocal.names().getOrDefault("lo", "");
    }

    boolean sees(String jid) {
        return linkLocal.presences().stream()
                .anyMatch(presence -> presence.attribute("from").equals(Optional.of(jid)));
    }

    /** The messages and answers that its software got. */
    List<XmlElement> got() {
        return delivered.stream()
                .filter(stanza -> !stanza.local().equals("presence"))
                .toList();
    }

    @Override
    public void close() throws HomeException, StoreException {
        linkLocal.close();
        kith.close();
    }
}
