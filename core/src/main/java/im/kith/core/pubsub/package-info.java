/**
 * The pubsub-like store that takes the place of PEP: nodes with configuration, items with ids (XEP-0060, XEP-0163, XEP-0223).
 */
@NullMarked
package im.kith.core.pubsub;

import org.jspecify.annotations.NullMarked;
