package im.kith.cli.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.pubsub.EventElement;
import org.jivesoftware.smackx.pubsub.ItemsExtension;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Smack over TCP, with its own managers for whatever it has managers for. */
public final class SmackClient implements Client {

    static {
        // with Aalto, which kith has on the class path, Smack 4.4 writes malformed XML
        System.setProperty("javax.xml.stream.XMLInputFactory", "com.sun.xml.internal.stream.XMLInputFactoryImpl");
        SmackConfiguration.setDefaultReplyTimeout(20_000);
    }

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private @Nullable XMPPTCPConnection connection;

    @Override
    @SuppressWarnings("deprecation") // the listener that took its place hears of nodes with a parser of their own only
    public Reply login(Account account, String resource, Collection<String> notify) {
        return replied(() -> {
            XMPPTCPConnection made = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                    .setHostAddress(InetAddress.getLoopbackAddress())
                    .setPort(account.port())
                    .setXmppDomain(account.domain())
                    .setUsernameAndPassword(
                            account.jid().substring(0, account.jid().indexOf('@')), account.password())
                    .setResource(Resourcepart.from(resource))
                    .setSecurityMode(SecurityMode.disabled)
                    .setSendPresence(false)
                    .build());
            connection = made;
            Roster.getInstanceFor(made).setRosterLoadedAtLogin(false);
            ServiceDiscoveryManager features = ServiceDiscoveryManager.getInstanceFor(made);
            notify.forEach(node -> features.addFeature(node + "+notify"));
            PepManager.getInstanceFor(made).addPepListener(this::told);
            made.connect().login();
            return made.getUser().toString();
        });
    }

    private void told(EntityBareJid from, EventElement event, Message message) {
        StringBuilder told = new StringBuilder(event.getEventType().name())
                .append(' ')
                .append(event.getEvent().getNode());
        if (event.getEvent() instanceof ItemsExtension items) {
            items.getItems().forEach(item -> told.append(' ').append(item));
        }
        events.add(told.toString());
    }

    /** What is done with the connection. */
    interface Operation {
        String run() throws IOException, SmackException, XMPPException, InterruptedException;
    }

    static Reply replied(Operation operation) {
        try {
            return new Reply(true, operation.run());
        } catch (XMPPException.XMPPErrorException e) {
            return new Reply(false, e.getStanzaError().getCondition().toString());
        } catch (SASLErrorException e) {
            return new Reply(false, "not-authorized");
        } catch (IOException | SmackException | XMPPException e) {
            return new Reply(false, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public Reply ask(String operation, Map<String, ?> arguments) {
        XMPPTCPConnection connected = java.util.Objects.requireNonNull(connection, "not logged in");
        SmackNodes nodes = new SmackNodes(connected);
        return replied(() -> switch (operation) {
            case "available" -> presence(connected, Presence.Type.available);
            case "unavailable" -> presence(connected, Presence.Type.unavailable);
            case "logout" -> {
                connected.disconnect();
                yield "";
            }
            case "roster" -> {
                Roster roster = Roster.getInstanceFor(connected);
                roster.reloadAndWait();
                yield String.valueOf(roster.getEntryCount());
            }
            default -> nodes.run(operation, arguments);
        });
    }

    private static String presence(XMPPTCPConnection connected, Presence.Type type)
            throws SmackException.NotConnectedException, InterruptedException {
        connected.sendStanza(
                connected.getStanzaFactory().buildPresenceStanza().ofType(type).build());
        return "";
    }

    static EntityBareJid jid(String text) throws IOException {
        return JidCreate.entityBareFrom(text);
    }

    @Override
    public BlockingQueue<String> events() {
        return events;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.disconnect();
        }
    }
}
