/**
 * Raw Ed25519 (RFC 8032) over Bouncy Castle's arithmetic, and the ids made from such keys (XEP-0516).
 *
 * <p>It is what versions and ledger statements are signed with; no security provider is loaded for it.
 */
@NullMarked
package im.kith.core.ed25519;

import org.jspecify.annotations.NullMarked;
