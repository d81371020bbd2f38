/**
 * Attacks on whole devices: real homes, real sockets and TLS on the loopback interface, grouped by who attacks.
 *
 * <p>docs/security.md says what each attacker may gain; these tests show that it is no more.
 */
@NullMarked
package im.kith.transport.attack;

import org.jspecify.annotations.NullMarked;
