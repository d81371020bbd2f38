/**
 * The demonstration: two real homes, two real daemons, on this machine and in a temporary directory.
 *
 * <p>It runs kith's own commands and nothing else, so what it shows is what a user gets.
 */
@NullMarked
package im.kith.cli.demo;

import org.jspecify.annotations.NullMarked;
