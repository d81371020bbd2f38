package im.kith.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A cable that can be pulled: passes octets both ways until told to swallow them. */
final class SilentProxy extends Relay {

    private volatile boolean pulled;

    SilentProxy(InetSocketAddress target) throws IOException {
        super(target);
        start();
    }

    void pull() {
        pulled = true;
    }

    /** Connections from before stay dead, as their octets are lost; new ones work. */
    void plugIn() {
        pulled = false;
    }

    @Override
    protected void connected(Socket near) throws IOException {
        if (pulled) {
            near.close();
            return;
        }
        Socket far = dial();
        spawn(() -> pump(near, far));
        spawn(() -> pump(far, near));
    }

    private void pump(Socket from, Socket to) throws IOException {
        boolean dead = false;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            dead |= pulled;
            if (!dead) {
                out.write(buffer, 0, count);
            }
        }
        if (!dead && !pulled) {
            to.close();
        }
    }
}
