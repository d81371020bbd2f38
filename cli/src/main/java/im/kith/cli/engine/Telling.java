package im.kith.cli.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what runs on the device's thread, and tells meanwhile on the caller's how far it has come. */
final class Telling {

    private static final long MILLIS = 100;

    private Telling() {}

    /**
     * The result.
     *
     * @param progress is run as long as there is none
     * @throws Exception what the task threw
     */
    static <T> T of(CompletableFuture<T> task, Runnable progress) throws Exception {
        while (true) {
            try {
                return task.get(MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                progress.run();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
