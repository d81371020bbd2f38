package im.kith.transport.xmpp;

import java.util.Optional;

/**
 * Whose service this is.
 *
 * @param jid the bare JID
 */
record Account(String jid) {

    Account {
        String given = jid;
        jid = Address.parse(given)
                .filter(address -> address.resource().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("not a bare JID: " + given))
                .bare();
    }

    String domain() {
        return jid.substring(jid.indexOf('@') + 1);
    }

    boolean isDomain(String name) {
        return Address.parse(name).equals(Optional.of(new Address(domain(), Optional.empty())));
    }

    /** Whether {@code name} is what its user logs in with: the part before the @, or all of it. */
    boolean isUser(String name) {
        String jidOf = name.contains("@") || !jid.contains("@") ? name : name + "@" + domain();
        return isSelf(jidOf);
    }

    /** Whether {@code name} is the bare JID, in any spelling. */
    boolean isSelf(String name) {
        return name.equals(jid) || Address.parse(name).equals(Optional.of(new Address(jid, Optional.empty())));
    }

    String full(String resource) {
        return jid + "/" + resource;
    }
}
