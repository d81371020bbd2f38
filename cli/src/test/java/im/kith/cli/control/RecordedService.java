package im.kith.cli.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A service that answers by a function given to it. */
final class RecordedService implements Service {

    interface Answer {
        JsonElement to(String operation, JsonObject parameters, Consumer<JsonObject> events)
                throws Failure, InterruptedException;
    }

    private final Answer answer;
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    RecordedService(Answer answer) {
        this.answer = answer;
    }

    @Override
    public JsonElement call(String operation, JsonObject parameters, Consumer<JsonObject> events) throws Failure {
        try {
            return answer.to(operation, parameters, events);
        } catch (InterruptedException e) {
            interrupted.countDown();
            return new JsonObject();
        } finally {
            ended.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
