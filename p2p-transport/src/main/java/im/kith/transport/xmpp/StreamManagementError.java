package im.kith.transport.xmpp;

import java.util.Locale;

/** Why stream management is not to be had (XEP-0198 §3, §5). */
enum StreamManagementError {
    ITEM_NOT_FOUND,
    UNEXPECTED_REQUEST;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
