/**
 * The one thread that owns a device: everybody else hands it tasks, and commits are grouped.
 */
@NullMarked
package im.kith.transport.engine;

import org.jspecify.annotations.NullMarked;
