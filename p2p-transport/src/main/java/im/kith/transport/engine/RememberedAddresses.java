package im.kith.transport.engine;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the other devices were reached last, for networks on which multicast is blocked. */
final class RememberedAddresses {

    private static final String SETTING = "address/";

    private RememberedAddresses() {}

    static Map<DeviceId, List<InetSocketAddress>> of(DeviceThread thread) {
        return thread.submit(device -> {
                    Map<DeviceId, List<InetSocketAddress>> all = new HashMap<>();
                    for (DeviceId member : device.ledger().members()) {
                        device.setting(SETTING + member)
                                .flatMap(value -> parse(value.toUtf8()))
                                .ifPresent(address -> all.put(member, List.of(address)));
                    }
                    return all;
                })
                .join();
    }

    static void remember(DeviceThread thread, DeviceId member, InetSocketAddress address) {
        Bytes value = Bytes.utf8(address.getAddress().getHostAddress() + " " + address.getPort());
        var unused = thread.submit(device -> {
            if (!device.setting(SETTING + member).equals(Optional.of(value))) {
                device.setting(SETTING + member, Optional.of(value));
            }
            return true;
        });
    }

    private static Optional<InetSocketAddress> parse(String value) {
        String[] parts = value.split(" ", 2);
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1])));
        } catch (UnknownHostException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
