/**
 * A small immutable XML tree with a hardened reader and a writer of one canonical form.
 *
 * <p>XMPP payloads are small and come from elsewhere: whole trees with strict limits suit them better than streams.
 */
@NullMarked
package im.kith.core.xml;

import org.jspecify.annotations.NullMarked;
