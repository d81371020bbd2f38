/**
 * The facade: an embedded device for Java programs.
 */
@NullMarked
package im.kith;

import org.jspecify.annotations.NullMarked;
