/** kith as a PEP service beside Prosody and ejabberd: the same client, the same work, one after the other on this machine. */
@org.jspecify.annotations.NullMarked
package im.kith.bench.pep;
