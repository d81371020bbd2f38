package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlElement;
import java.util.Optional;

/** What XEP-0510 lets stand on the contacts nodes: a {@link Contact}, a {@link Group} or a {@link Reserved}. */
public sealed interface Payload permits Contact, Group, Reserved {

    /** A stamp before every other, for where stamps do not matter. */
    Stamp NO_STAMP = new Stamp(Hlc.ZERO, new ReplicaId(Bytes.wrap(new byte[ReplicaId.LENGTH])));

    /** The payload as XEP-0510 has it, without edits. */
    XmlElement toXml();

    /** What {@code payload} of an item on {@code node} is; empty if it is none of XEP-0510's, or a group without id or name. */
    static Optional<Payload> read(String node, XmlElement payload) {
        if (payload.is(ContactsXml.NS, "reserved")) {
            return Optional.of(new Reserved());
        }
        Subject subject = Subject.on(node);
        if (!payload.is(ContactsXml.NS, subject.element())) {
            return Optional.empty();
        }
        Fields fields = Fields.read(subject, payload, NO_STAMP);
        return subject == Subject.CONTACT
                ? Optional.of(Contact.of(fields))
                : Group.of(fields).map(group -> group);
    }
}
