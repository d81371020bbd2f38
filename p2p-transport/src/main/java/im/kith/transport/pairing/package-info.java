/**
 * Pairing of a new device by a code of eight digits: EC J-PAKE bound to the TLS keys of both ends.
 *
 * <p>State machines without sockets: octets of a message in, effects out; who carries them is another package.
 */
@NullMarked
package im.kith.transport.pairing;

import org.jspecify.annotations.NullMarked;
