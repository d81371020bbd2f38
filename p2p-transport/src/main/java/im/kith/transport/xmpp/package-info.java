/**
 * The XMPP stream for software on this machine (RFC 6120, client to server): login with a token, resources, stanzas between them, and the
 * account's PEP service.
 *
 * <p>{@link im.kith.transport.xmpp.ClientStream} and what it uses are pure, on one thread; {@link im.kith.transport.xmpp.StreamHandler} and
 * {@link im.kith.transport.xmpp.XmppEndpoint} are Netty's side.
 */
@NullMarked
package im.kith.transport.xmpp;

import org.jspecify.annotations.NullMarked;
