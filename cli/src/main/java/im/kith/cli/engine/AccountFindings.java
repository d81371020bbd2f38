package im.kith.cli.engine;

import im.kith.cli.doctor.Finding;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import im.kith.core.contacts.ProblemItem;
import im.kith.core.device.Device;
import im.kith.core.device.Inspection;
import im.kith.core.replica.Dot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the account's devices, keys, clocks and contacts say. */
final class AccountFindings {

    private static final Duration AHEAD = Duration.ofMinutes(2);
    private static final Duration LONG_AGO = Duration.ofDays(30);
    private static final String DIFFERENCE =
            "kith sync --full, with both devices on the network. If it is told again after that, it is a bug of kith's:"
                    + " please report it, with what kith doctor --json says on both.";
    private static final String OWN_AHEAD =
            "Is this clock right? If not, set it (timedatectl set-ntp true). If so, it was ahead when that was written:"
                    + " this device goes on from there until that time has come, or it joins anew in another --home.";
    private static final String OTHER_AHEAD =
            "Is this clock right? If not, set it (timedatectl set-ntp true); if so, set that device's.";
    private static final String AHEAD_MEANWHILE =
            " Nothing is lost meanwhile; where two devices change one field apart, the later time wins.";
    private static final String WARNED =
            "If you know of it, it needs nothing: what only happened is told for a week. kith device list shows who is"
                    + " a member; kith device revoke takes out who should not be.";

    private final Device device;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    AccountFindings(Device device, Instant now) {
        this.device = device;
        this.now = now;
    }

    List<Finding> of(Inspection inspection) {
        contacts();
        keys(inspection);
        membership();
        clock(inspection);
        device.ledger().devices().stream()
                .filter(each -> !each.id().equals(device.me()))
                .forEach(this::device);
        warnings();
        return findings;
    }

    private void warnings() {
        List<String> differences = device.differences();
        differences.forEach(each -> findings.add(Finding.bad("digests", each, DIFFERENCE)));
        if (differences.isEmpty()) {
            findings.add(Finding.good("digests", "no device was found to hold anything else than this one"));
        }
        device.warnings().stream()
                .filter(each -> !differences.contains(each))
                .forEach(each -> findings.add(Finding.bad("warning", each, WARNED)));
    }

    private void contacts() {
        List<ProblemItem> problems = device.book().problems().stream()
                .filter(problem -> problem.reason() != ProblemItem.Reason.UNREADABLE)
                .toList();
        List<String> invalid = problems.stream()
                .map(problem -> problem.item().id() + ": " + words(problem.reason()))
                .toList();
        Set<String> nodes =
                problems.stream().map(problem -> problem.item().node()).collect(Collectors.toCollection(TreeSet::new));
        findings.add(
                invalid.isEmpty()
                        ? Finding.good("contacts", "every contact and group is what XEP-0510 says")
                        : Finding.bad(
                                "contacts",
                                StoreFindings.counted(invalid.size(), "item") + " kept that cannot be shown: "
                                        + StoreFindings.named(invalid),
                                nodes.stream()
                                        .map(node -> "kith node items " + node + " shows them, kith node retract "
                                                + node + " ID takes one away.")
                                        .collect(Collectors.joining(" "))));
    }

    private static String words(ProblemItem.Reason reason) {
        return switch (reason) {
            case NO_IDENTITY -> "a contact without an identity";
            case NO_GROUP_NAME -> "a group without an id or a name";
            case FOREIGN_PAYLOAD -> "neither contact nor group";
            case UNREADABLE -> "unreadable";
        };
    }

    private void keys(Inspection inspection) {
        findings.add(
                device.hasItsKeys()
                        ? Finding.good(
                                "keys",
                                "this device's certificate and keys are those in the ledger; "
                                        + StoreFindings.counted(inspection.secrets(), "shared secret") + " held")
                        : Finding.bad(
                                "keys",
                                "this device's keys are not those that the ledger has for it",
                                "Restore a backup, or join again from another device, in another --home."));
    }

    private void membership() {
        Optional<Trust.Standing> standing = device.ledger().standing(device.me());
        if (standing.equals(Optional.of(Trust.Standing.SUSPENDED))) {
            findings.add(Finding.bad(
                    "member",
                    "this device is suspended: it and another one revoked each other",
                    "On a third device: kith device revoke the one that is lost."));
        } else if (!standing.equals(Optional.of(Trust.Standing.IN))) {
            findings.add(Finding.bad(
                    "member",
                    "this device is no member of its account any more",
                    "kith device invite on a member, and kith join CODE here in another --home."));
        } else {
            findings.add(Finding.good("member", "this device is a member of " + device.accountJid()));
        }
    }

    private void clock(Inspection inspection) {
        Optional<Inspection.Newest> newest = inspection.newest();
        Duration ahead =
                newest.map(each -> Duration.between(now, each.hlc().instant())).orElse(Duration.ZERO);
        if (ahead.compareTo(AHEAD) <= 0) {
            findings.add(Finding.good("clock", "no write is later than this clock, " + ContactJson.instant(now)));
            return;
        }
        Dot dot = newest.orElseThrow().dot();
        findings.add(Finding.bad(
                "clock",
                "the newest write, by " + writer(dot) + ", is of "
                        + ContactJson.instant(newest.orElseThrow().hlc().instant()) + ", " + words(ahead)
                        + " ahead of this clock, " + ContactJson.instant(now),
                (dot.replica().isOf(device.me()) ? OWN_AHEAD : OTHER_AHEAD) + AHEAD_MEANWHILE));
    }

    private String writer(Dot dot) {
        return device.ledger().devices().stream()
                .filter(each -> dot.replica().isOf(each.id()))
                .map(each -> each.id().equals(device.me()) ? "this device" : each.name())
                .findFirst()
                .orElse("an unknown device");
    }

    private static String words(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        return duration.toHours() > 1 ? duration.toHours() + " hours" : duration.toMinutes() + " minutes";
    }

    private void device(im.kith.core.account.Device other) {
        if (other.standing() == Trust.Standing.SUSPENDED) {
            findings.add(Finding.bad(
                    "device",
                    other.name() + " is suspended: it and another one revoked each other",
                    "kith device revoke the one of the two that is lost."));
        } else if (other.standing() == Trust.Standing.IN) {
            findings.add(seen(other.id(), other.name(), other.added()));
        }
    }

    private Finding seen(DeviceId id, String name, Instant added) {
        Optional<Instant> last = device.peers().lastPass(id);
        Duration since = Duration.between(last.orElse(added), now);
        String when = last.map(instant -> "last synced " + ContactJson.instant(instant))
                .orElse("never synced with");
        return since.compareTo(LONG_AGO) < 0
                ? Finding.good("device", name + ": " + when)
                : Finding.bad(
                        "device",
                        name + ": " + when + ", " + since.toDays() + " days",
                        "Bring it on this network and kith sync; if it is lost, kith device revoke "
                                + id.toString().substring(0, 12) + ". Or is this clock wrong? It says "
                                + ContactJson.instant(now) + ".");
    }
}
