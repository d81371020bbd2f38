/**
 * A contact as a small text to be changed in an editor, and what is to be done about what was changed in it.
 *
 * <p>The text is YAML, read as a tree of plain texts: nothing in it is taken for a number, a date or a boolean.
 */
@NullMarked
package im.kith.cli.editor;

import org.jspecify.annotations.NullMarked;
