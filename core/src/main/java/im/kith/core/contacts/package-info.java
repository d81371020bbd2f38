/**
 * Contacts and groups (XEP-0510): their records and XML, who changed which field when, merging, and the address book.
 *
 * <p>Everything is pure: the same versions give the same book on every device, whatever the order they came in. Instants come
 * from the versions' clocks, randomness from the caller.
 *
 * <h2>The edits element</h2>
 *
 * <p>A child of {@code contact} or {@code group}, inside the encryption, says what differs from the version's own clock:
 *
 * <pre>{@code
 * <edits xmlns='urn:kith:edits:0' added='2026-11-22T10:00:00.000Z'>
 *   <write by='AAECAwQFBgcICQoLDA0ODxAREhM' at='19ac3f0e2c10000'>   stamp: replica (base64url), hlc (64 bits, hexadecimal)
 *     <attribute name='name'/>                                      present fields last changed by that write
 *     <identity type='jid'>juliet@example.org</identity>            in its form for comparison
 *     <group id='grp-789'/>
 *     <gone><group id='grp-123'/></gone>                            fields removed by that write
 *   </write>
 *   <write><gone><identity type='tel'>1</identity></gone></write>   without by and at: by this version itself
 * </edits>
 * }</pre>
 *
 * <p>Further fields: {@code <description lang='en'/>}, {@code <attribute name= ns=/>}, {@code <child hash= n=/>} (an unknown
 * child: 128 bits of SHA-256 over its XML as kith writes it, base64url; {@code n} counts equal ones from 0, left out at 0)
 * and {@code <text/>}. What cannot be read in it counts as not there.
 */
@NullMarked
package im.kith.core.contacts;

import org.jspecify.annotations.NullMarked;
