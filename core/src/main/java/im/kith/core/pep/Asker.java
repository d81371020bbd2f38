package im.kith.core.pep;

import im.kith.core.octets.Bytes;
import java.util.Optional;

/**
 * Who sends a request.
 *
 * @param jid the full JID that answers and events go to
 * @param owner whether it is a resource of the account; anybody else sees open nodes only
 * @param clear whether the contacts nodes are shown to it, and taken from it, deciphered
 * @param certificate the OpenPGP certificate, binary, that the user approved for its token: it is told the contacts nodes' secrets
 */
public record Asker(String jid, boolean owner, boolean clear, Optional<Bytes> certificate) {

    /** One without an approved certificate. */
    public Asker(String jid, boolean owner, boolean clear) {
        this(jid, owner, clear, Optional.empty());
    }
}
