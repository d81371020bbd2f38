package im.kith.bench.pep;

/**
 * Where and as whom to log in, on loopback, in the clear, by SASL PLAIN.
 *
 * @param register whether the account is to be made first (XEP-0077)
 */
record Login(int port, String user, String domain, String password, boolean register) {

    String jid() {
        return user + "@" + domain;
    }

    @Override
    public String toString() {
        return jid() + " at port " + port;
    }
}
