/**
 * The frames on a connection as octets: a length, then a protobuf message written and read by hand.
 *
 * <p>Pure functions; every octet that comes in is hostile until it has passed the checks here.
 */
@NullMarked
package im.kith.transport.wire;

import org.jspecify.annotations.NullMarked;
