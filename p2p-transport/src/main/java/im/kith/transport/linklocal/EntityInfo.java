package im.kith.transport.linklocal;

import im.kith.core.device.Device;
import im.kith.core.pep.Asker;
import im.kith.core.pep.PepService;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What this device's entity on the LAN is and can (XEP-0030), and the hash of it that is announced (XEP-0115).
 *
 * @param query the disco#info of the account as strangers get it, with the entity's own identity and features
 */
record EntityInfo(XmlElement query) {

    static final String NODE = "urn:kith:daemon";

    /** Of the one who keeps the contacts, as XEP-0510 and XEP-0473 want it; of the one who answers challenges. */
    private static final List<String> FEATURES =
            List.of("urn:xmpp:contacts:0", "urn:xmpp:openpgp:pubsub:0", Names.XID, Names.PING, Names.CAPS);

    /** The entity of {@code device}'s account: on its thread. */
    static EntityInfo of(Device device, InstantSource clock, RandomGenerator random) throws StoreException {
        XmlElement question = XmlElement.builder(Names.CLIENT, "iq")
                .attribute("type", "get")
                .child(XmlElement.of(Names.DISCO_INFO, "query"))
                .build();
        XmlElement answer = new PepService(device.accountJid(), clock, random)
                .handle(question, new Asker("stranger@" + LocalJid.DOMAIN, false, false), device.pubsub())
                .reply();
        return of(answer.first(Names.DISCO_INFO, "query").orElseThrow());
    }

    /** The entity of an account of which {@code account} is what the PEP service tells. */
    static EntityInfo of(XmlElement account) {
        List<XmlElement> children = new ArrayList<>();
        children.add(XmlElement.builder(Names.DISCO_INFO, "identity")
                .attribute("category", "client")
                .attribute("type", "pc")
                .attribute("name", "kith")
                .build());
        children.addAll(account.elements());
        for (String feature : FEATURES) {
            children.add(XmlElement.builder(Names.DISCO_INFO, "feature")
                    .attribute("var", feature)
                    .build());
        }
        return new EntityInfo(XmlElement.builder(Names.DISCO_INFO, "query")
                .children(children.stream().distinct().toList())
                .build());
    }

    /** The info under the node that the capabilities name. */
    XmlElement underNode() {
        return XmlElement.builder(Names.DISCO_INFO, "query")
                .attribute("node", NODE + "#" + version())
                .children(query.children())
                .build();
    }

    boolean isNode(String node) {
        return node.equals(NODE + "#" + version());
    }

    /** The verification string, hashed (XEP-0115 §5.1): of identities and features, as there are no forms. */
    String version() {
        String identities = query.elements(Names.DISCO_INFO, "identity").stream()
                .map(identity -> value(identity, "category") + "/" + value(identity, "type") + "//"
                        + value(identity, "name") + "<")
                .sorted()
                .collect(Collectors.joining());
        String features = query.elements(Names.DISCO_INFO, "feature").stream()
                .map(feature -> value(feature, "var") + "<")
                .sorted()
                .collect(Collectors.joining());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((identities + features).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static String value(XmlElement element, String attribute) {
        return element.attribute(attribute).orElse("");
    }

    PresenceText.Caps caps() {
        return new PresenceText.Caps(NODE, "sha-1", version());
    }
}
