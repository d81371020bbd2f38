package im.kith.transport.xmpp;

import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import im.kith.transport.engine.DeviceThread;
import java.util.concurrent.CompletableFuture;

/** The device's own tokens. */
final class DeviceLogins implements Logins {

    private final DeviceThread device;

    DeviceLogins(DeviceThread device) {
        this.device = device;
    }

    @Override
    public CompletableFuture<Credentials> credentials() {
        return device.submit(owned -> owned.tokens().credentials());
    }

    @Override
    public void used(Token token) {
        var unused = device.submit(owned -> {
            owned.tokens().used(token.name());
            return true;
        });
    }
}
