/**
 * The programs that docs/java.md shows; a test runs them.
 */
@NullMarked
package im.kith.example;

import org.jspecify.annotations.NullMarked;
