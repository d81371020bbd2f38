package im.kith.transport.xmpp;

import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import java.util.concurrent.CompletableFuture;

/** Where a stream has from who may log in, and tells who did. */
interface Logins {

    CompletableFuture<Credentials> credentials();

    void used(Token token);
}
