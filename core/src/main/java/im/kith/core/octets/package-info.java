/**
 * Immutable octet strings, the value type under every id, key, signature and message of kith.
 */
@NullMarked
package im.kith.core.octets;

import org.jspecify.annotations.NullMarked;
