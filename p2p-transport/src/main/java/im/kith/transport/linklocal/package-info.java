/**
 * Other people on the LAN: serverless messaging (XEP-0174) with addresses that prove themselves (XEP-0516).
 *
 * <p>Everybody here is a stranger: nothing that is announced or said is believed further than it is verified, and all of it is
 * bounded. One event loop owns the state; discovery, the device and the loopback streams only enqueue.
 */
@NullMarked
package im.kith.transport.linklocal;

import org.jspecify.annotations.NullMarked;
