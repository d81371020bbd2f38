/**
 * The operations behind the commands: parameters in, the JSON that commands print out, over an embedded device.
 */
@NullMarked
package im.kith.cli.engine;

import org.jspecify.annotations.NullMarked;
