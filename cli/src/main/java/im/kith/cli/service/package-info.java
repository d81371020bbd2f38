/**
 * What the command line needs of kith's engine: one interface, its failures, and how it is opened.
 *
 * <p>Commands reach it in process or, when a daemon runs, through the control socket; they cannot tell the difference.
 */
@NullMarked
package im.kith.cli.service;

import org.jspecify.annotations.NullMarked;
