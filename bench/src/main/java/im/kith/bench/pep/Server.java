package im.kith.bench.pep;

import java.io.IOException;

/** One of those compared, running on this machine with an account to log in to. */
interface Server extends AutoCloseable {

    String name();

    Login login();

    /** Where another device of the account is served; the same place, if there is a server in between. */
    default Login otherDevice() {
        return login();
    }

    @Override
    void close() throws IOException;
}
