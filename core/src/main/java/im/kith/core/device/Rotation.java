package im.kith.core.device;

import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * New shared secrets for every node in use and a new discovery key, and the notices that retire the old secrets (XEP-0473
 * §4.2, §4.3; R12).
 *
 * <p>Old items are not re-encrypted, and whoever had an old secret goes on reading them.
 *
 * @param fresh the new ones
 * @param retired the nodes' secrets that are to be written with no more; discovery keys retire by age alone
 */
record Rotation(List<SharedSecret> fresh, List<SecretNotice.Revoke> retired) {

    Rotation {
        fresh = List.copyOf(fresh);
        retired = List.copyOf(retired);
    }

    static Rotation of(KeyRing keys, String accountJid, Instant now, SecureRandom random) {
        Rotation nodes = of(keys, keys.nodes(), accountJid, now, random);
        List<SharedSecret> fresh = new ArrayList<>(nodes.fresh());
        fresh.add(discoveryKey(keys, now, random));
        return new Rotation(fresh, nodes.retired());
    }

    /** For those of {@code nodes} that are in use, and without a new discovery key. */
    static Rotation of(KeyRing keys, Set<String> nodes, String accountJid, Instant now, SecureRandom random) {
        List<SharedSecret> fresh = new ArrayList<>();
        List<SecretNotice.Revoke> retired = new ArrayList<>();
        Set<String> inUse = new TreeSet<>(keys.nodes());
        inUse.retainAll(nodes);
        for (String node : inUse) {
            List<SharedSecret> known = keys.of(node);
            String type = known.get(known.size() - 1).type().orElse(null);
            fresh.add(SharedSecret.generate(node, type, now, known, random));
            known.stream()
                    .filter(secret -> !secret.isRevoked())
                    .forEach(secret ->
                            retired.add(new SecretNotice.Revoke(accountJid, node, secret.id(), List.of("rotated"))));
        }
        return new Rotation(fresh, retired);
    }

    static SharedSecret discoveryKey(KeyRing keys, Instant now, SecureRandom random) {
        return SharedSecret.generate(KeyRing.DISCOVERY, null, now, keys.of(KeyRing.DISCOVERY), random);
    }
}
