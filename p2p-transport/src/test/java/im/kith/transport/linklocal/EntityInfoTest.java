package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import org.junit.jupiter.api.Test;

class EntityInfoTest {

    /** XEP-0115 §5.2. */
    @Test
    void theSimpleExampleOfTheSpecificationHasItsHash() throws Exception {
        XmlElement query = XmlReader.read("<query xmlns='http://jabber.org/protocol/disco#info'>"
                + "<identity category='client' name='Exodus 0.9.1' type='pc'/>"
                + "<feature var='http://jabber.org/protocol/caps'/>"
                + "<feature var='http://jabber.org/protocol/disco#info'/>"
                + "<feature var='http://jabber.org/protocol/disco#items'/>"
                + "<feature var='http://jabber.org/protocol/muc'/></query>");
        assertThat(new EntityInfo(query).version()).isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }

    @Test
    void theEntityHasTheAccountsFeaturesAndItsOwnOnce() throws Exception {
        XmlElement account = XmlReader.read("<query xmlns='http://jabber.org/protocol/disco#info'>"
                + "<identity category='pubsub' type='pep'/><feature var='urn:xmpp:ping'/></query>");
        EntityInfo info = EntityInfo.of(account);
        assertThat(info.query().toXml())
                .contains("var='urn:xmpp:contacts:0'", "var='urn:xmpp:openpgp:pubsub:0'", "var='urn:xmpp:xid:0'")
                .contains("category='client'", "category='pubsub'")
                .containsOnlyOnce("urn:xmpp:ping");
        assertThat(info.underNode().attribute("node")).contains(EntityInfo.NODE + "#" + info.version());
    }
}
