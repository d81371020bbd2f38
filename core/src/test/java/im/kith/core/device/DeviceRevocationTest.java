package im.kith.core.device;

import static im.kith.core.device.BookTalk.add;
import static im.kith.core.device.BookTalk.names;
import static im.kith.core.device.BookTalk.rename;
import static im.kith.core.device.BookTalk.revoke;
import static im.kith.core.device.BookTalk.standing;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust.Standing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lost device, as its user and the thief see it (R11). */
class DeviceRevocationTest {

    private final DeviceWorld world = new DeviceWorld();
    private final DeviceWorld.Member laptop;
    private final DeviceWorld.Member tablet;
    private final DeviceWorld.Member phone;

    DeviceRevocationTest() throws Exception {
        laptop = world.found("laptop");
        tablet = world.join(laptop, "tablet");
        phone = world.join(laptop, "phone");
        add(laptop, "juliet");
        world.sync(laptop, phone);
        world.sync(laptop, tablet);
    }

    @Test
    void whatTheOthersHadOfItStaysAndWhatItWritesLaterIsNotTaken() throws Exception {
        add(phone, "nurse");
        rename(phone, "juliet", "Juliet Capulet");
        world.sync(phone, laptop);
        revoke(laptop, phone);
        add(phone, "tybalt");
        world.sync(phone, laptop);
        world.sync(laptop, tablet);
        world.sync(phone, tablet);
        for (var member : List.of(laptop, tablet)) {
            assertThat(names(member)).containsExactly("Juliet Capulet", "nurse");
            assertThat(standing(member, phone)).isEqualTo(Standing.OUT);
        }
    }

    @Test
    void itGetsNothingNewAndIsToldByWhomItWasRevoked() throws Exception {
        revoke(laptop, phone);
        add(laptop, "mercutio");
        world.sync(laptop, phone);
        assertThat(names(phone)).containsExactly("juliet");
        assertThat(phone.device().isMember()).isFalse();
        assertThat(phone.device().warnings()).anyMatch(text -> text.contains("revoked by laptop on 2026-03-01"));
        phone.reopen();
        assertThat(phone.device().isMember()).isFalse();
        assertThat(names(phone)).containsExactly("juliet");
    }

    @Test
    void whatReachedOnlyAThirdDeviceIsKeptByAskingThatOneFirst() throws Exception {
        add(phone, "nurse");
        world.sync(phone, tablet);
        world.sync(tablet, laptop);
        revoke(laptop, phone);
        world.sync(laptop, tablet);
        assertThat(names(laptop)).containsExactly("juliet", "nurse");
        assertThat(names(tablet)).containsExactly("juliet", "nurse");
    }

    @Test
    void revocationAndNewSecretsAreOneTransaction() throws Exception {
        var before = laptop.store().statements().size();
        laptop.device().revoke(List.of(phone.device().me()), Set.of());
        assertThat(laptop.store().statements()).hasSize(before);
        laptop.commit();
        laptop.reopen();
        assertThat(standing(laptop, phone)).isEqualTo(Standing.OUT);
        assertThat(laptop.device().ledger().statements())
                .anyMatch(statement -> statement.body() instanceof StatementBody.Tag tag
                        && !tag.recipients().contains(phone.device().me())
                        && tag.recipients().contains(tablet.device().me()));
    }

    @Test
    void devicesThatItAdmittedStayAndAreNamed() throws Exception {
        var server = world.join(phone, "server");
        world.sync(phone, laptop);
        var admitted = laptop.device().admittedBy(List.of(phone.device().me()));
        assertThat(admitted).extracting(im.kith.core.account.Device::name).containsExactly("server");
        revoke(laptop, phone);
        assertThat(standing(laptop, server)).isEqualTo(Standing.IN);
        revoke(laptop, server);
        assertThat(standing(laptop, server)).isEqualTo(Standing.OUT);
    }

    @Test
    void itsSuccessorGoesWithIt() throws Exception {
        DeviceIdentity identity =
                DeviceIdentity.generate(phone.device().accountJid(), world.now(), new java.security.SecureRandom());
        var request = Founding.request(identity, phone.device().account(), "phone, restored");
        var statement = phone.device()
                .ledger()
                .admitSuccessor(
                        request, phone.device().reading(), phone.identity().signer());
        phone.device().state(statement);
        phone.commit();
        world.sync(phone, laptop);
        var successor = identity.in(phone.device().account());
        assertThat(laptop.device().ledger().standing(successor)).contains(Standing.IN);
        var out = laptop.device().revoke(List.of(phone.device().me()), Set.of());
        laptop.commit();
        assertThat(out).containsExactlyInAnyOrder(successor, phone.device().me());
        assertThat(laptop.device().ledger().standing(successor)).contains(Standing.OUT);
    }

    @Test
    void twoThatRevokeEachOtherAreSuspendedUntilAThirdDecides() throws Exception {
        var server = world.join(laptop, "server");
        world.sync(laptop, phone);
        revoke(laptop, phone);
        revoke(phone, laptop);
        world.sync(laptop, tablet);
        world.sync(phone, server);
        assertThat(standing(tablet, phone)).isEqualTo(Standing.OUT);
        assertThat(standing(server, laptop)).isEqualTo(Standing.OUT);
        world.sync(server, tablet);
        assertThat(standing(tablet, laptop)).isEqualTo(Standing.SUSPENDED);
        assertThat(standing(tablet, phone)).isEqualTo(Standing.SUSPENDED);
        assertThat(tablet.device().warnings())
                .anyMatch(text -> text.contains("revoked each other") && text.contains("kith device revoke"));
        add(laptop, "mercutio");
        world.sync(laptop, tablet);
        assertThat(names(tablet)).containsExactly("juliet");
        assertThat(standing(laptop, laptop)).isEqualTo(Standing.IN);
        assertThat(laptop.device().warnings()).anyMatch(text -> text.contains("has revoked this device too"));
        revoke(tablet, phone);
        world.sync(tablet, laptop);
        world.sync(tablet, phone);
        for (var member : List.of(laptop, tablet)) {
            assertThat(standing(member, laptop)).isEqualTo(Standing.IN);
            assertThat(standing(member, phone)).isEqualTo(Standing.OUT);
            assertThat(names(member)).containsExactly("juliet", "mercutio");
            assertThat(member.device().warnings()).noneMatch(text -> text.contains("revoked"));
        }
        assertThat(phone.device().isMember()).isFalse();
        assertThat(names(phone)).containsExactly("juliet");
    }

    @Test
    void whomTheThiefRevokedCanBeReinstated() throws Exception {
        revoke(phone, laptop);
        world.sync(phone, tablet);
        assertThat(standing(tablet, laptop)).isEqualTo(Standing.OUT);
        assertThat(tablet.device().revokedBy(List.of(phone.device().me())))
                .extracting(im.kith.core.account.Device::name)
                .containsExactly("laptop");
        tablet.device()
                .revoke(List.of(phone.device().me()), List.of(laptop.device().me()));
        tablet.commit();
        add(laptop, "mercutio");
        world.sync(tablet, laptop);
        assertThat(standing(tablet, laptop)).isEqualTo(Standing.IN);
        assertThat(standing(laptop, laptop)).isEqualTo(Standing.IN);
        assertThat(names(tablet)).containsExactly("juliet", "mercutio");
    }

    @Test
    void itIsToldWhatTookItOutAndNothingElseOfTheLedger() throws Exception {
        revoke(laptop, phone);
        var server = world.join(laptop, "server");
        int before = phone.device().ledger().statements().size();
        world.sync(laptop, phone);
        laptop.device().rename(laptop.device().me(), "Laptop at home");
        laptop.commit();
        world.sync(laptop, phone);
        assertThat(phone.device().isMember()).isFalse();
        assertThat(phone.device().ledger().device(server.device().me())).isEmpty();
        assertThat(phone.device().ledger().statements().stream()
                        .map(statement -> statement.body().getClass().getSimpleName())
                        .filter(kind -> kind.equals("Revoke"))
                        .toList())
                .hasSize(1);
        assertThat(phone.device().ledger().statements()).hasSize(before + 1);
    }

    @Test
    void revokingWhoIsOutAlreadyDoesNothing() throws Exception {
        revoke(laptop, phone);
        int statements = laptop.device().ledger().statements().size();
        revoke(laptop, phone);
        assertThat(laptop.device().ledger().statements()).hasSize(statements);
    }

    @Test
    void aNewDeviceJoinsAfterARevocation() throws Exception {
        revoke(laptop, phone);
        add(laptop, "mercutio");
        var server = world.join(laptop, "server");
        world.sync(laptop, server);
        assertThat(names(server)).containsExactly("juliet", "mercutio");
        add(server, "nurse");
        world.sync(server, laptop);
        assertThat(names(laptop)).contains("nurse");
        assertThat(server.device().unacknowledged()).isEmpty();
    }

    @Test
    void whoWasTakenOutByALostDeviceIsReinstatedLaterToo() throws Exception {
        revoke(phone, tablet);
        world.sync(phone, laptop);
        revoke(laptop, phone);
        assertThat(standing(laptop, tablet)).isEqualTo(Standing.OUT);
        DeviceId lost = phone.device().me();
        DeviceId wronged = tablet.device().me();
        assertThat(laptop.device().revoke(List.of(lost), Set.of())).isEmpty();
        assertThat(laptop.device().revoke(List.of(lost), Set.of(wronged))).containsExactly(lost);
        laptop.commit();
        assertThat(standing(laptop, tablet)).isEqualTo(Standing.IN);
        assertThat(standing(laptop, phone)).isEqualTo(Standing.OUT);
        add(laptop, "mercutio");
        world.sync(laptop, tablet);
        assertThat(names(tablet)).containsExactly("juliet", "mercutio");
    }
}
