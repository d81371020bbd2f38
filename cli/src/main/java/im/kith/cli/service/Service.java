package im.kith.cli.service;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.function.Consumer;

/**
 * An opened store, asked by name: a command's operation and parameters in, the JSON of {@code --json} out.
 *
 * <p>One narrow method, so that the control socket carries every operation without knowing any. Parameters that were
 * not given are absent, never null. An identity is {@code {"type","value"}}, a group in a parameter is its name.
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>operation</th><th>parameters</th><th>result</th></tr>
 * <tr><td>init</td><td>name, jid, refound</td><td>{account, device}</td></tr>
 * <tr><td>status</td><td></td><td>as in {@code kith status --json}</td></tr>
 * <tr><td>add</td><td>name, identities[], groups[]</td><td>contact</td></tr>
 * <tr><td>list</td><td>group, noGroup, changedSince, sort (name, added,
 * changed), stream</td><td>[contact]; with stream events {contacts[]}, then {contacts} (how many)</td></tr>
 * <tr><td>search</td><td>text, stream</td><td>as list</td></tr>
 * <tr><td>show</td><td>ref</td><td>contact</td></tr>
 * <tr><td>edit</td><td>ref, name (empty: none), addIdentities[], removeIdentities[], addGroups[], removeGroups[]</td>
 * <td>contact; with refs[] in place of ref [contact], without adding identities or a name</td></tr>
 * <tr><td>rm</td><td>refs[]</td><td>{removed[]}</td></tr>
 * <tr><td>group list; group add; group rename; group describe; group rm</td>
 * <td>; name, description; ref, name; ref, description; ref</td><td>[group]; group</td></tr>
 * <tr><td>import</td><td>contacts[{line, name, identities[], groups[], unknown[]}], groups[{name, description,
 * descriptions[]}], more (a further call of the same import follows), dryRun, rehearsal (a name of the caller's for all calls of
 * one dry run), begins (its first call)</td>
 * <td>{added, merged, unchanged, rejected[{line, reason}]} of this call</td></tr>
 * <tr><td>undo</td><td>ref, to (a version)</td><td>{undone[], contacts[], removed[], groups[], kept[]}; events {undoing (finding,
 * planning, writing, storing), done, whole}</td></tr>
 * <tr><td>device list; device rename; device invite</td><td>; ref, name; ttl (seconds)</td>
 * <td>[device]; device; event {code, expires}, then {joined}</td></tr>
 * <tr><td>device ack; device rotate</td><td>ref;</td><td>device</td></tr>
 * <tr><td>device revoke</td><td>refs[], reinstate[], now</td><td>device, or [device] if there are several refs</td></tr>
 * <tr><td>device consequences</td><td>refs[], reinstate[]</td><td>{admitted[{id, name}], revoked[{id, name}]}</td></tr>
 * <tr><td>join</td><td>code (8 digits), name, peer (HOST:PORT)</td><td>{account, device, contacts}</td></tr>
 * <tr><td>backup; restore; vacant</td><td>file (absolute), passphrase, replace; file, passphrase, name;</td>
 * <td>{contacts, groups}; the same, after an event {"event":"not-a-member"} if so; {} unless there is a home</td></tr>
 * <tr><td>sync</td><td>timeout (seconds), full</td><td>as in {@code kith sync --json}</td></tr>
 * <tr><td>passphrase</td><td>now (if there is one), new (absent: none)</td><td>{passphrase}</td></tr>
 * <tr><td>watch</td><td></td><td>events; ends when its thread is interrupted</td></tr>
 * <tr><td>doctor</td><td>interfaces[], mdns</td><td>[{check, ok, detail, hint}] of the store and the network; events {checking, done}</td></tr>
 * <tr><td>node list; node items; node publish; node retract</td>
 * <td>; node, raw; node, id, payload (XML text); node, id</td><td>[{node, items}]; [item]; item; {node, id}</td></tr>
 * <tr><td>daemon</td><td>port, interfaces[], mdns, peers[], xmpp, linkLocal</td><td>events, first {"event":"ready","port","xmpp"}; ends when the
 * service is closed</td></tr>
 * </table>
 *
 * <p>Safe for use by several threads. Only {@code watch} and {@code device invite} are ever interrupted; every other
 * operation, once begun, runs to its end. {@link #close} may come from another thread, more than once, and ends what
 * still runs.
 */
public interface Service extends AutoCloseable {

    /**
     * Carries {@code operation} out.
     *
     * @param events takes the lines of a stream or of progress, on the calling thread; what it throws ends the operation
     * @return exactly what the command prints with {@code --json}
     */
    JsonElement call(String operation, JsonObject parameters, Consumer<JsonObject> events) throws Failure;

    @Override
    void close();
}
