/**
 * A deterministic simulation of many devices: random schedules over the real replication code, checked by an oracle that
 * knows only what users did.
 *
 * <p>One seed is one run. See docs/simulation.md.
 */
@NullMarked
package im.kith.core.replica.sim;

import org.jspecify.annotations.NullMarked;
