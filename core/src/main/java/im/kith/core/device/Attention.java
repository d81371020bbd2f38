package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.replica.Notice;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionId;
import java.util.List;
import java.util.Optional;

/** What a device does about the notices of its replica: what it shows and remembers, whom it hands secrets, what it tells. */
final class Attention {

    private final Device device;
    private final Pending pending;
    private final SecretKeeper secrets;
    private final BookKeeper keeper;
    private final Peers peers;
    private final Alerts alerts;
    private final Announcements announcements;
    private final ChangeLog log;
    private final NodeMemory nodes;

    Attention(
            Device device,
            Pending pending,
            SecretKeeper secrets,
            BookKeeper keeper,
            Peers peers,
            Alerts alerts,
            Announcements announcements,
            ChangeLog log,
            NodeMemory nodes) {
        this.device = device;
        this.pending = pending;
        this.secrets = secrets;
        this.keeper = keeper;
        this.peers = peers;
        this.alerts = alerts;
        this.announcements = announcements;
        this.log = log;
        this.nodes = nodes;
    }

    /** @param continuing whether what was written belongs to the transaction before */
    void heed(Notice notice, boolean continuing) throws StoreException {
        if (notice instanceof Notice.ItemsChanged changed) {
            nodes.heed(changed.items());
            keeper.update(changed.items(), changed.author());
        } else if (notice instanceof Notice.Written written) {
            note(written.versions(), continuing);
        } else if (notice instanceof Notice.StatementsTaken taken) {
            heed(taken.statements());
        } else if (notice instanceof Notice.Passed passed) {
            peers.passed(passed.peer(), device.now()).ifPresent(pending::persist);
            secrets.shareWith(passed.peer());
            secrets.renewDiscovery(passed.peer());
            pending.event(new DeviceEvent.Passed(passed.peer()));
        } else if (notice instanceof Notice.StandingsChanged changed) {
            changed.changes().forEach((other, change) -> pending.event(standing(other, change.after())));
        } else if (notice instanceof Notice.Agreed agreed) {
            alerts.settle(Warnings.difference(agreed.peer())).ifPresent(pending::persist);
        } else {
            Warnings.of(notice, device.ledger()).ifPresent(warning -> {
                pending.persist(alerts.raise(Warnings.kept(notice, warning), warning, device.now()));
                pending.event(warning);
            });
        }
    }

    private DeviceEvent standing(DeviceId other, Trust.Standing after) {
        DeviceId by = device.ledger()
                .device(other)
                .map(im.kith.core.account.Device::admittedBy)
                .orElse(other);
        Optional<Revocations.Revoked> revoked = Revocations.of(device.ledger(), other);
        boolean unknown = after == Trust.Standing.IN && !other.equals(device.me()) && !announcements.has(other);
        return new DeviceEvent.StandingChanged(
                other, after, revoked.map(Revocations.Revoked::by).orElse(by), unknown);
    }

    /** Remembers which versions were written together, where contacts or groups are among them. */
    private void note(List<VersionId> written, boolean continuing) {
        boolean contacts = written.stream()
                .flatMap(id -> pending.inserted(id).stream())
                .anyMatch(version -> ContactsXml.isContactsNode(version.item().node()));
        if (contacts) {
            pending.persist(log.note(written, continuing));
        }
    }

    private void heed(List<Statement> statements) throws StoreException {
        nodes.forget();
        if (secrets.take(statements)) {
            keeper.retryUnreadable(device.me());
        }
        pending.event(new DeviceEvent.LedgerChanged());
    }
}
