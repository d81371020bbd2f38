/**
 * The account and its devices: ids, keys, the ledger of signed statements and who is a member by it.
 *
 * <p>Everything here is a value or a pure function; authority comes from signatures alone.
 */
@NullMarked
package im.kith.core.account;

import org.jspecify.annotations.NullMarked;
