package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which devices of the account the user was told of and has acknowledged, on this device: nobody is added without the user of
 * every other device being told.
 *
 * <p>An acknowledgement is a setting of its own device and is not passed on: a thief's device could acknowledge its accomplice for
 * everybody else.
 */
final class Announcements {

    private static final String SETTING = "ack/";

    private final Set<String> acknowledged = new HashSet<>();

    Announcements(Map<String, Bytes> settings) {
        settings.keySet().stream().filter(name -> name.startsWith(SETTING)).forEach(acknowledged::add);
    }

    /** That {@code device} needs no telling. */
    static Map.Entry<String, Optional<Bytes>> setting(DeviceId device, Instant now) {
        return Map.entry(SETTING + device, Optional.of(Bytes.utf8(now.toString())));
    }

    /** The other devices, not out, that are still to be told of, sorted by id. */
    List<Device> pending(Ledger ledger) {
        return ledger.devices().stream()
                .filter(device -> device.standing() != Standing.OUT)
                .filter(device -> !device.id().equals(ledger.me()) && !has(device.id()))
                .toList();
    }

    boolean has(DeviceId device) {
        return acknowledged.contains(SETTING + device);
    }

    /** What is to be stored of that the user knows {@code device}; nothing if it was so already. */
    Optional<StoreChange> acknowledge(DeviceId device, Instant now) {
        Map.Entry<String, Optional<Bytes>> setting = setting(device, now);
        return acknowledged.add(setting.getKey())
                ? Optional.of(Changes.settings(Map.of(setting.getKey(), setting.getValue())))
                : Optional.empty();
    }

    /** What the user is told of who is a member: a sentence each. */
    List<String> all(Ledger ledger) {
        List<String> texts = new ArrayList<>();
        Revocations.ofThisDevice(ledger).ifPresent(texts::add);
        texts.addAll(Revocations.disputes(ledger));
        texts.addAll(texts(ledger));
        return texts;
    }

    /** What the user is told, a sentence for each device. */
    List<String> texts(Ledger ledger) {
        return pending(ledger).stream().map(device -> text(device, ledger)).toList();
    }

    private static String text(Device device, Ledger ledger) {
        String id = Revocations.shortId(device.id());
        String by =
                device.admittedBy().equals(device.id()) ? "" : " by " + Revocations.name(ledger, device.admittedBy());
        return "new device " + device.name() + ", added" + by + " on " + Revocations.day(device.added())
                + ". If that was you: kith device ack " + id + "; if not: kith device revoke " + id;
    }
}
