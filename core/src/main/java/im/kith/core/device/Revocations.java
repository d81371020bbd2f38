package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.Trust.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the revocations in a ledger mean, in words: who took whom out, and who accuses each other. */
public final class Revocations {

    private static final int SHORT_ID = 12;

    /** That a device was taken out, by whom, and when by that device's clock. */
    public record Revoked(DeviceId by, String byName, Instant at) {
        /** {@code by laptop on 2026-03-01} */
        public String text() {
            return "by " + byName + " on " + day(at);
        }
    }

    private Revocations() {}

    /** All revocations of {@code device} that are held, whether they count or not, the earliest first. */
    static List<SignedStatement> held(Ledger ledger, DeviceId device) {
        return ledger.statements().stream()
                .filter(statement -> statement.body() instanceof Revoke revoke
                        && revoke.device().equals(device))
                .sorted(SignedStatement.BY_TIME)
                .toList();
    }

    /** The first revocation of {@code device} that counts, if one does. */
    public static Optional<Revoked> of(Ledger ledger, DeviceId device) {
        return held(ledger, device).stream()
                .filter(ledger::counts)
                .findFirst()
                .map(statement -> new Revoked(
                        statement.signer(),
                        name(ledger, statement.signer()),
                        statement.hlc().instant()));
    }

    /** That this device is no member, and what to do; empty if it is one. */
    public static Optional<String> ofThisDevice(Ledger ledger) {
        DeviceId me = ledger.me();
        Standing standing = Revoking.standing(ledger, me);
        if (standing == Standing.OUT) {
            String how = of(ledger, me)
                    .map(revoked -> "this device was revoked " + revoked.text())
                    .orElse("this device is no longer a member: who admitted it was revoked");
            return Optional.of(how + ". What it holds can still be read here, but it gets and gives no changes.");
        } else if (standing == Standing.SUSPENDED) {
            return Optional.of("this device is suspended, since other devices accuse each other: it gets and gives no"
                    + " changes until it is decided on a device that is a member");
        }
        return Optional.empty();
    }

    /** What the user has to decide, for each dispute. */
    static List<String> disputes(Ledger ledger) {
        List<String> texts = new ArrayList<>();
        for (Device device : ledger.devices()) {
            if (device.standing() == Standing.SUSPENDED && !device.id().equals(ledger.me())) {
                suspended(ledger, device).ifPresent(texts::add);
            }
        }
        accuserOfMe(ledger).ifPresent(texts::add);
        return texts;
    }

    private static Optional<String> suspended(Ledger ledger, Device device) {
        List<Device> accusers = held(ledger, device.id()).stream()
                .map(SignedStatement::signer)
                .flatMap(signer -> ledger.device(signer).stream())
                .filter(accuser -> accuser.standing() == Standing.SUSPENDED)
                .distinct()
                .toList();
        boolean member = Revoking.standing(ledger, ledger.me()) == Standing.IN;
        String where = member ? "" : ", on a device that is a member";
        for (Device accuser : accusers) {
            boolean mutual = held(ledger, accuser.id()).stream()
                    .anyMatch(statement -> statement.signer().equals(device.id()));
            if (mutual && device.id().compareTo(accuser.id()) < 0) {
                return Optional.of(device.name() + " and " + accuser.name()
                        + " have revoked each other, and neither gets or gives changes now. Which one do you still"
                        + " hold? Revoke the other" + where + ": "
                        + command(device) + " or " + command(accuser));
            } else if (mutual) {
                return Optional.empty();
            }
        }
        String by = accusers.isEmpty() ? "" : " by " + accusers.get(0).name() + ", which is accused itself";
        return Optional.of(device.name() + " is suspended: whether its revocation" + by
                + " stands depends on another dispute. If you do not hold it any more" + where + ": "
                + command(device));
    }

    private static String command(Device device) {
        return "kith device revoke " + shortId(device.id()) + " (" + device.name() + ")";
    }

    /** Somebody whom only this device has revoked has revoked this device: the others do not know whom to believe. */
    private static Optional<String> accuserOfMe(Ledger ledger) {
        if (Revoking.standing(ledger, ledger.me()) != Standing.IN) {
            return Optional.empty();
        }
        return held(ledger, ledger.me()).stream()
                .map(SignedStatement::signer)
                .flatMap(signer -> ledger.device(signer).stream())
                .filter(accuser -> accuser.standing() == Standing.OUT)
                .filter(accuser -> held(ledger, accuser.id()).stream()
                        .filter(ledger::counts)
                        .allMatch(statement -> statement.signer().equals(ledger.me())))
                .filter(accuser -> ledger.members().size() > 1)
                .map(accuser -> accuser.name() + ", which this device revoked, has revoked this device too. Another"
                        + " device believes the one that it heard of first, or neither of the two, until its user decides:"
                        + " run there "
                        + "kith device revoke " + shortId(accuser.id()) + " --reinstate " + shortId(ledger.me()))
                .findFirst();
    }

    static String name(Ledger ledger, DeviceId device) {
        return ledger.device(device).map(Device::name).orElse(shortId(device));
    }

    static String shortId(DeviceId device) {
        return device.toString().substring(0, SHORT_ID);
    }

    static String day(Instant at) {
        return at.toString().substring(0, 10);
    }
}
