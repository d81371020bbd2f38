package im.kith.core.device;

import static im.kith.core.device.BookTalk.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.Device;
import im.kith.core.account.Trust.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every device tells of a new one until its user has acknowledged it there. */
class AcknowledgementTest {

    private final DeviceWorld world = new DeviceWorld();

    private static List<String> told(DeviceWorld.Member member) {
        return member.device().unacknowledged().stream().map(Device::name).toList();
    }

    @Test
    void theInviterKnowsItAndTheOthersAreTold() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var server = world.join(phone, "server");
        world.sync(phone, laptop);
        assertThat(told(phone)).isEmpty();
        assertThat(told(server)).isEmpty();
        assertThat(told(laptop)).containsExactly("server");
        assertThat(laptop.device().warnings())
                .anyMatch(text -> text.contains("new device server, added by phone on 2026-03-01")
                        && text.contains("kith device ack "
                                + server.device().me().toString().substring(0, 12)));
        assertThat(laptop.events)
                .contains(new DeviceEvent.StandingChanged(
                        server.device().me(), Standing.IN, phone.device().me(), true));
    }

    @Test
    void anAcknowledgementIsKeptAndHoldsForThisDeviceAlone() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var tablet = world.join(laptop, "tablet");
        world.sync(laptop, phone);
        var server = world.join(tablet, "server");
        world.sync(tablet, laptop);
        world.sync(laptop, phone);
        assertThat(told(phone)).containsExactlyInAnyOrder("tablet", "server");
        phone.device().acknowledge(server.device().me());
        phone.commit();
        phone.reopen();
        assertThat(told(phone)).containsExactly("tablet");
        world.sync(phone, laptop);
        assertThat(told(laptop)).containsExactly("server");
    }

    @Test
    void whoIsRevokedIsNoNewsAnyMore() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var server = world.join(phone, "server");
        world.sync(phone, laptop);
        revoke(laptop, server);
        assertThat(told(laptop)).isEmpty();
        assertThat(laptop.device().warnings()).isEmpty();
    }
}
