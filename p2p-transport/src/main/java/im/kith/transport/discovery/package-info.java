/**
 * Finding the user's other devices on the local network by multicast DNS (RFC 6762, RFC 6763), without being followed by it.
 *
 * <p>Sightings are hints where to dial: nothing here proves who is there.
 */
@NullMarked
package im.kith.transport.discovery;

import org.jspecify.annotations.NullMarked;
