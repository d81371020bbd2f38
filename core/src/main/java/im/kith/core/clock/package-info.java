/**
 * The hybrid logical clock that orders writes and ledger statements.
 */
@NullMarked
package im.kith.core.clock;

import org.jspecify.annotations.NullMarked;
