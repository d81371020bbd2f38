/**
 * A device's home on the disk: its lock, its vault, its H2 store and the witness outside it.
 *
 * <p>This is the only place with SQL. {@link im.kith.storage.HomeStore} is the way in; it opens the parts in order and
 * closes them in reverse.
 */
@NullMarked
package im.kith.storage;

import org.jspecify.annotations.NullMarked;
