/**
 * The commands: each reads its options, asks the service, and prints the answer as JSON or for people.
 *
 * <p>{@code Kith} runs a command line; failures become exit codes and messages in {@code Outcome} alone.
 */
@NullMarked
package im.kith.cli.command;

import org.jspecify.annotations.NullMarked;
