/**
 * Files of contacts, both ways: vCard 3 and 4, XEP-0227 (reading also a bare roster), CSV, and kith's own JSON.
 *
 * <p>Reading is one contact at a time, so that the size of a file does not matter; a contact that cannot be taken is
 * rejected with its line and a reason, and the rest goes on.
 */
@NullMarked
package im.kith.cli.format;

import org.jspecify.annotations.NullMarked;
