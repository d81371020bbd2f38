/**
 * kith's command line as a program: its entry, and the run that trains the class-data archive.
 *
 * <p>Here, and only here, the engine is put in: {@link im.kith.cli.Main}.
 */
@NullMarked
package im.kith.cli;

import org.jspecify.annotations.NullMarked;
