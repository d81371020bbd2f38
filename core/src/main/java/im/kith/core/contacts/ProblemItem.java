package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;

/** An item that is kept but cannot be shown as a contact or group. */
public record ProblemItem(ItemKey item, Reason reason) {

    public enum Reason {
        /** A contact that is left without an identity. */
        NO_IDENTITY,
        /** A group without an id or a name. */
        NO_GROUP_NAME,
        /** Not what XEP-0510 has on this node. */
        FOREIGN_PAYLOAD,
        /** It cannot be deciphered or parsed. */
        UNREADABLE
    }
}
