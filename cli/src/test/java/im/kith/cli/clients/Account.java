package im.kith.cli.clients;

/** Where a client logs in, and as whom: a port on loopback, a bare JID, and its password or kith's token. */
public record Account(int port, String jid, String password) {

    public static final String HOST = "127.0.0.1";

    public String domain() {
        return jid.substring(jid.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return jid + " at port " + port;
    }
}
