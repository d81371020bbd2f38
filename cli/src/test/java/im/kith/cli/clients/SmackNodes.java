package im.kith.cli.clients;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.carbons.CarbonManager;
import org.jivesoftware.smackx.disco.packet.DiscoverItems;
import org.jivesoftware.smackx.omemo.element.OmemoDeviceListElement_VAxolotl;
import org.jivesoftware.smackx.omemo.provider.OmemoDeviceListVAxolotlProvider;
import org.jivesoftware.smackx.ox.element.PubkeyElement;
import org.jivesoftware.smackx.ox.element.PublicKeysListElement;
import org.jivesoftware.smackx.ox.util.OpenPgpPubSubUtil;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.jivesoftware.smackx.pubsub.AccessModel;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.pgpainless.key.OpenPgpV4Fingerprint;

/** The operations on nodes, by Smack's managers. */
final class SmackNodes {

    private static final String OMEMO = "eu.siacs.conversations.axolotl.devicelist";
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
    private static final String AVATAR = "urn:xmpp:avatar:";

    static {
        org.jivesoftware.smack.provider.ProviderManager.addExtensionProvider(
                "list", "eu.siacs.conversations.axolotl", new OmemoDeviceListVAxolotlProvider());
    }

    private final XMPPTCPConnection connection;
    private final PepManager pep;
    private final PubSubManager pubsub;

    SmackNodes(XMPPTCPConnection connection) {
        this.connection = connection;
        this.pep = PepManager.getInstanceFor(connection);
        this.pubsub = pep.getPepPubSubManager();
    }

    String run(String operation, Map<String, ?> arguments)
            throws IOException, SmackException, XMPPException, InterruptedException {
        String node = String.valueOf(arguments.get("node"));
        String id = String.valueOf(arguments.get("id"));
        switch (operation) {
            case "ping" -> PingManager.getInstanceFor(connection).pingMyServer();
            case "carbons" -> CarbonManager.getInstanceFor(connection).enableCarbons();
            case "create" -> pubsub.createNode(node);
            case "delete" -> {
                if (!pubsub.deleteNode(node)) {
                    throw new IOException("item-not-found");
                }
            }
            case "publish" -> {
                pep.publish(node, new PayloadItem<>(id, new SimplePayload(String.valueOf(arguments.get("payload")))));
                return id;
            }
            case "retract" -> pubsub.getLeafNode(node).deleteItem(id);
            default -> {
                return more(operation, node, arguments);
            }
        }
        return "";
    }

    private String more(String operation, String node, Map<String, ?> arguments)
            throws IOException, SmackException, XMPPException, InterruptedException {
        return switch (operation) {
            case "nodes" ->
                pubsub.discoverNodes(null).getItems().stream()
                        .map(DiscoverItems.Item::getNode)
                        .sorted()
                        .collect(Collectors.joining(" "));
            case "items" ->
                items(node).stream()
                        .map(item -> item.getId() + " " + payload(item))
                        .collect(Collectors.joining("\n"));
            case "bookmark" -> bookmark(arguments);
            case "bookmarks" ->
                items(BOOKMARKS).stream()
                        .map(item -> item.getId() + " " + attribute(item, "name") + " " + attribute(item, "autojoin"))
                        .sorted()
                        .collect(Collectors.joining("\n"));
            case "avatar" -> avatar(Base64.getDecoder().decode(String.valueOf(arguments.get("png"))));
            case "avatar-get" -> {
                String sha = items(AVATAR + "metadata").get(0).getId();
                String data = payload(pubsub.getLeafNode(AVATAR + "data")
                        .<Item>getItems(List.of(sha))
                        .get(0));
                yield sha + " " + sha1(Base64.getMimeDecoder().decode(text(data)));
            }
            case "omemo" ->
                publish(
                        OMEMO,
                        "current",
                        new OmemoDeviceListElement_VAxolotl(
                                ((Collection<?>) Objects.requireNonNull(arguments.get("ids")))
                                        .stream()
                                                .map(each -> Integer.valueOf(String.valueOf(each)))
                                                .collect(Collectors.toSet())));
            case "omemo-get" ->
                ((PayloadItem<?>) items(OMEMO).get(0)).getPayload() instanceof OmemoDeviceListElement_VAxolotl devices
                        ? devices.getDeviceIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(" "))
                        : "not understood";
            case "openpgp" ->
                openpgp(
                        new OpenPgpV4Fingerprint(String.valueOf(arguments.get("fingerprint"))),
                        String.valueOf(arguments.get("key")));
            case "openpgp-get" -> {
                var listed = OpenPgpPubSubUtil.fetchPubkeysList(connection);
                OpenPgpV4Fingerprint fingerprint = listed.getMetadata().firstKey();
                PubkeyElement key = OpenPgpPubSubUtil.fetchPubkey(
                        connection, connection.getUser().asBareJid(), fingerprint);
                yield fingerprint + " " + key.getDataElement().getB64Data().strip();
            }
            default -> throw new IllegalArgumentException("Smack does no " + operation);
        };
    }

    private List<Item> items(String node) throws SmackException, XMPPException, InterruptedException {
        return pubsub.getLeafNode(node).getItems();
    }

    private static String payload(Item item) {
        return item instanceof PayloadItem<?> full
                ? full.getPayload()
                        .toXML(org.jivesoftware.smack.packet.XmlEnvironment.EMPTY)
                        .toString()
                : "";
    }

    private static String attribute(Item item, String name) {
        return Canonical.parse(payload(item)).getDocumentElement().getAttribute(name);
    }

    private static String text(String xml) {
        return Canonical.parse(xml).getDocumentElement().getTextContent();
    }

    private String publish(String node, String id, ExtensionElement payload)
            throws SmackException, XMPPException, InterruptedException {
        pep.publish(node, new PayloadItem<>(id, payload));
        return id;
    }

    private String bookmark(Map<String, ?> arguments) throws SmackException, XMPPException, InterruptedException {
        leaf(BOOKMARKS, AccessModel.whitelist);
        String payload = "<conference xmlns='" + BOOKMARKS + "' name='" + arguments.get("name") + "' autojoin='true'/>";
        return publish(BOOKMARKS, String.valueOf(arguments.get("room")), new SimplePayload(payload));
    }

    /** Makes and configures the node if it is not there. */
    private LeafNode leaf(String node, AccessModel access) throws SmackException, XMPPException, InterruptedException {
        try {
            return pubsub.getLeafNode(node);
        } catch (XMPPException.XMPPErrorException e) {
            FillableConfigureForm form =
                    pubsub.createNode(node).getNodeConfiguration().getFillableForm();
            form.setAccessModel(access);
            form.setPersistentItems(true);
            form.setMaxItems(200);
            LeafNode made = pubsub.getLeafNode(node);
            made.sendConfigurationForm(form);
            return made;
        }
    }

    private String avatar(byte[] png) throws SmackException, XMPPException, InterruptedException {
        String sha = sha1(png);
        publish(
                AVATAR + "data",
                sha,
                new SimplePayload("<data xmlns='" + AVATAR + "data'>"
                        + Base64.getEncoder().encodeToString(png) + "</data>"));
        return publish(
                AVATAR + "metadata",
                sha,
                new SimplePayload("<metadata xmlns='" + AVATAR + "metadata'><info id='" + sha
                        + "' type='image/png' bytes='" + png.length + "'/></metadata>"));
    }

    private String openpgp(OpenPgpV4Fingerprint fingerprint, String key)
            throws SmackException, XMPPException, InterruptedException {
        @SuppressWarnings("JavaUtilDate") // what Smack wants
        Date date = Date.from(Instant.now());
        OpenPgpPubSubUtil.publishPublicKey(
                pep, new PubkeyElement(new PubkeyElement.PubkeyDataElement(key), date), fingerprint);
        return publish(
                "urn:xmpp:openpgp:0:public-keys",
                "current",
                PublicKeysListElement.builder()
                        .addMetadata(new PublicKeysListElement.PubkeyMetadataElement(fingerprint, date))
                        .build());
    }

    private static String sha1(byte[] octets) {
        return org.jivesoftware.smack.util.SHA1.hex(octets);
    }
}
