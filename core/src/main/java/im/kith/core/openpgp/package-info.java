/**
 * OpenPGP as kith uses it: shared secrets and the items encrypted under them (XEP-0473), device certificates, and
 * signed and encrypted messages between devices (XEP-0373).
 *
 * <p>Items of kith's own shape are read and written over the platform's ciphers alone, so that a start need not load an
 * OpenPGP library; everything else goes to Bouncy Castle and PGPainless.
 */
@NullMarked
package im.kith.core.openpgp;

import org.jspecify.annotations.NullMarked;
