/**
 * One device of an account, everything but its surroundings: keys, ledger, replica and address book as one object with one
 * caller.
 */
@NullMarked
package im.kith.core.device;

import org.jspecify.annotations.NullMarked;
