package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;

/** What a stream offers (RFC 6120 §4.3.2). */
final class Features {

    private Features() {}

    static XmlElement beforeLogin(boolean tls) {
        XmlElement.Builder features = XmlElement.builder(Names.STREAM, "features");
        if (tls) {
            features.child(XmlElement.of(Names.TLS, "starttls"));
        }
        XmlElement.Builder mechanisms = XmlElement.builder(Names.SASL, "mechanisms");
        Login.MECHANISMS.forEach(name -> mechanisms.child(
                XmlElement.builder(Names.SASL, "mechanism").text(name).build()));
        return features.child(mechanisms.build()).build();
    }

    static XmlElement afterLogin() {
        return XmlElement.builder(Names.STREAM, "features")
                .child(XmlElement.of(Names.BIND, "bind"))
                .child(XmlElement.builder(Names.SESSION, "session")
                        .child(XmlElement.of(Names.SESSION, "optional"))
                        .build())
                .child(XmlElement.of(Names.SM, "sm"))
                .build();
    }
}
