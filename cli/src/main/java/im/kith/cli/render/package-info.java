/**
 * What people see: the terminal, tables that fit it, and the words for contacts, devices and events.
 *
 * <p>Takes the same JSON that {@code --json} prints, so that both faces of a command show the same thing.
 */
@NullMarked
package im.kith.cli.render;

import org.jspecify.annotations.NullMarked;
