/**
 * The built program as a user runs it: real processes, real homes, real networks.
 */
@NullMarked
package im.kith.cli.e2e;

import org.jspecify.annotations.NullMarked;
