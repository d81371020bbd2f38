package im.kith.transport.linklocal;

import im.kith.core.pep.Asker;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.function.Consumer;

/** What the switchboard has others do. What comes back comes back on its own thread. */
interface Surroundings {

    /** Connects with {@code to}; one of the two is called, within ten seconds. */
    void dial(Neighbour to, Opened opened, Runnable failed);

    /** Takes the line of a connection that was dialled, and makes a stream of it. */
    @FunctionalInterface
    interface Opened {
        PeerStream on(Line line);
    }

    /** Takes who is there now. */
    void present(List<Neighbour> all);

    /** Asks the network who is there. */
    void look();

    void later(long millis, Runnable what);

    /** Hands {@code stanza} to the user's software; {@code untaken} is called if nobody takes it. */
    void deliver(XmlElement stanza, Runnable untaken);

    /** {@code asker} may ask from now on, and is answered by {@code outlet}. */
    void opened(Asker asker, Consumer<XmlElement> outlet);

    /** Has the PEP service answer {@code iq}. */
    void ask(XmlElement iq, Asker asker);

    void closed(Asker asker);
}
