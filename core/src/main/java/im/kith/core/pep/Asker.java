package im.kith.core.pep;

/**
 * Who sends a request.
 *
 * @param jid the full JID that answers and events go to
 * @param owner whether it is a resource of the account; anybody else sees open nodes only
 * @param clear whether the contacts nodes are shown to it, and taken from it, deciphered
 */
public record Asker(String jid, boolean owner, boolean clear) {}
