/**
 * Connections between devices: the knock, TLS 1.3 with pinned keys, links that carry frames, and dialling.
 *
 * <p>Netty's threads run what is here; it hands frames to its caller and knows nothing of what they mean.
 */
@NullMarked
package im.kith.transport.net;

import org.jspecify.annotations.NullMarked;
