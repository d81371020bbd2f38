package im.kith.cli.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input stream that knows how much of it has been read. */
final class CountingStream extends FilterInputStream {

    private long count;

    CountingStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count += octet < 0 ? 0 : 1;
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int got = super.read(into, offset, length);
        count += Math.max(0, got);
        return got;
    }
}
