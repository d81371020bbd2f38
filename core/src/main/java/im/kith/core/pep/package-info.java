/**
 * The account's PEP service (XEP-0060, XEP-0163, XEP-0222, XEP-0223) as one pure handler: an IQ and who asks in, the answer and the
 * events out, over the pubsub store.
 */
@NullMarked
package im.kith.core.pep;

import org.jspecify.annotations.NullMarked;
