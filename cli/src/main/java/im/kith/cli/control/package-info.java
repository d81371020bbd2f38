/**
 * The daemon's control socket: a Unix domain socket of mode 0600 in the home that carries {@code Service} calls.
 *
 * <p>One JSON object a line: {@code {"op","params"}} there, any {@code {"event"}} and then one {@code {"result"}} or
 * {@code {"error"}} back. A client that hangs up ends the stream it was reading.
 */
@NullMarked
package im.kith.cli.control;

import org.jspecify.annotations.NullMarked;
