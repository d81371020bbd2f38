package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A device that does nothing but discovery, to be run in a network namespace: {@code KEY-HEX PORT}.
 *
 * <p>Prints a line per sighting with the milliseconds since discovery started; ends with its standard input.
 */
final class DiscoveryProbe {

    private DiscoveryProbe() {}

    public static void main(String[] args) throws IOException {
        DiscoveryKeys keys = DiscoveryKeys.of(Bytes.hex(args[0]));
        OptionalInt port = OptionalInt.of(Integer.parseInt(args[1]));
        long start = System.nanoTime();
        DiscoveryListener printer = new DiscoveryListener() {
            @Override
            public void sighted(Sighting sighting) {
                print("sighted", sighting);
            }

            @Override
            public void lost(Sighting sighting) {
                print("lost", sighting);
            }

            private void print(String what, Sighting sighting) {
                long millis = (System.nanoTime() - start) / 1_000_000;
                System.out.println(what + " " + millis + " ms " + sighting.kind() + " " + sighting.instance() + " "
                        + sighting.addresses());
            }
        };
        DiscoveryConfig config = new DiscoveryConfig(Set.of(), () -> keys, () -> port, new SecureRandom());
        try (Discovery discovery = new Discovery(config, printer)) {
            discovery.start();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println("listening " + discovery.listening());
            }
        }
        System.exit(0);
    }
}
