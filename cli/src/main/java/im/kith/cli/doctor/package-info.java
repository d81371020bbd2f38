/**
 * What {@code kith doctor} finds: each check with whether all is well, what was seen, and what to do.
 *
 * <p>The checks of the machine and the home are here; those of the store and the network are the engine's.
 */
@NullMarked
package im.kith.cli.doctor;

import org.jspecify.annotations.NullMarked;
