package im.kith.storage;

import im.kith.storage.HomeBusyException.Holder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every other process out of a home; the file says who holds it.
 *
 * <p>The kernel drops the lock with its process, so what a dead one wrote there is no hindrance. POSIX drops it too when
 * the process closes <em>any</em> descriptor of the file; therefore a second attempt in the same process is turned away before
 * it opens the file.
 */
final class HomeLock implements AutoCloseable {

    private static final long POLL_MILLIS = 20;
    private static final int MAX_HOLDER = 256;

    private static final Map<Path, Holder> HELD_HERE = new ConcurrentHashMap<>();

    private final Path key;
    private final FileChannel channel;

    private HomeLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param what what this process is going to do, told to those who wait
     * @param patience how long to wait for another holder; zero asks once
     */
    static HomeLock acquire(Home home, String what, Duration patience) throws HomeException, HomeBusyException {
        long deadline = System.nanoTime() + patience.toNanos();
        Holder self = new Holder(ProcessHandle.current().pid(), what);
        try {
            Path key = home.directory().toRealPath();
            for (Holder other = HELD_HERE.putIfAbsent(key, self);
                    other != null;
                    other = HELD_HERE.putIfAbsent(key, self)) {
                pause(home, deadline, Optional.of(other));
            }
            return acquire(home, key, self, deadline);
        } catch (IOException e) {
            throw Failures.home(e, home.lock());
        }
    }

    private static HomeLock acquire(Home home, Path key, Holder self, long deadline)
            throws IOException, HomeBusyException {
        FileChannel channel = null;
        boolean done = false;
        try {
            channel = PrivateFiles.openOrCreate(home.lock());
            for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
                pause(home, deadline, read(channel));
            }
            write(channel, self);
            done = true;
            return new HomeLock(key, channel);
        } finally {
            if (!done) {
                release(key, channel);
            }
        }
    }

    private static void pause(Home home, long deadline, Optional<Holder> holder) throws HomeBusyException {
        if (System.nanoTime() - deadline >= 0) {
            throw new HomeBusyException(home.directory(), holder);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HomeBusyException(home.directory(), holder);
        }
    }

    /** Who says to hold the lock of {@code home}; only for a process that does not hold it, since looking would drop it. */
    static Optional<Holder> holder(Home home) {
        if (HELD_HERE.containsKey(home.lock()) || !Files.exists(home.lock())) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.READ)) {
            return read(channel);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(FileChannel channel, Holder holder) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(holder.pid() + " " + holder.what() + "\n"), 0);
    }

    private static Optional<Holder> read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HOLDER);
        channel.read(buffer, 0);
        String line = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        int space = line.indexOf(' ');
        int end = line.indexOf('\n');
        if (space < 1 || end < space) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Holder(Long.parseLong(line.substring(0, space)), line.substring(space + 1, end)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void release(Path key, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD_HERE.remove(key);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try {
                channel.truncate(0);
            } finally {
                release(key, channel);
            }
        }
    }
}
