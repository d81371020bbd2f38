/**
 * A backup's inside: a zip archive with parts for people and parts for kith (docs/backup.md), written and read as a stream in bounded
 * memory. Files and encryption are others' business.
 */
@NullMarked
package im.kith.core.backup;

import org.jspecify.annotations.NullMarked;
