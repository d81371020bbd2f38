package im.kith.bench.pep;

import java.io.IOException;

/** One of those compared, running on this machine with an account to log in to. */
interface Server extends AutoCloseable {

    String name();

    Login login();

    /**
     * Lets another device of the account come, and waits until it has what there is.
     *
     * @return where it is served; the same place, if there is a server in between
     */
    default Login otherDevice() throws IOException {
        return login();
    }

    @Override
    void close() throws IOException;
}
