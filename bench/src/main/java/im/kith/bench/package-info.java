/**
 * End-to-end runs of the built program that print figures; nothing here passes or fails.
 */
@NullMarked
package im.kith.bench;

import org.jspecify.annotations.NullMarked;
