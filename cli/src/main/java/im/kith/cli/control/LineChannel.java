package im.kith.cli.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects over a socket, one a line, none longer than a limit. One thread may read while another writes.
 *
 * <p>On the channel itself: the JDK's streams over a socket channel hold one lock for both directions until JDK 19.
 */
final class LineChannel implements AutoCloseable {

    private final SocketChannel channel;
    private final int limit;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).flip();

    LineChannel(SocketChannel channel, int limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /**
     * The next object; null at the end of the stream, also when it ends amid a line.
     *
     * @throws IOException if the line is too long or not a JSON object
     */
    @Nullable
    JsonObject read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                int count = channel.read(buffer);
                buffer.flip();
                if (count < 0) {
                    return null;
                }
            }
            int start = buffer.position();
            int end = start;
            while (end < buffer.limit() && buffer.get(end) != '\n') {
                end++;
            }
            if (line.size() + end - start > limit) {
                throw new IOException("a line of more than " + limit + " octets on the control socket");
            }
            line.write(buffer.array(), start, end - start);
            if (end < buffer.limit()) {
                buffer.position(end + 1);
                return parse(line);
            }
            buffer.position(end);
        }
    }

    private static JsonObject parse(ByteArrayOutputStream line) throws IOException {
        try {
            if (JsonParser.parseString(line.toString(StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException | StackOverflowError e) {
            throw new IOException("a line that is not JSON on the control socket", e);
        }
        throw new IOException("a line that is not a JSON object on the control socket");
    }

    synchronized void write(JsonObject object) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap((object + "\n").getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            return;
        }
    }
}
