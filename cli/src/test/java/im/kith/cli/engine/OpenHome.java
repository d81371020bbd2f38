package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** A home on the disk and the real engine over it, opened for each call. */
final class OpenHome {

    private static final PassphraseSource NO_PASSPHRASE = new PassphraseSource() {
        @Override
        public boolean named() {
            return false;
        }

        @Override
        public char[] read() {
            return new char[0];
        }
    };

    private final Path home;
    private final Path state;
    private final EngineOpener opener;

    OpenHome(Path directory) throws Failure {
        home = directory.resolve("home");
        state = directory.resolve("state");
        opener = new EngineOpener(Map.of("XDG_STATE_HOME", state.toString()));
        try (Service service = opener.open(home, NO_PASSPHRASE, Access.CREATE)) {
            service.call("init", json("{'name':'laptop'}"), event -> {});
        }
    }

    Service open(Access access) throws Failure {
        return opener.open(home, NO_PASSPHRASE, access);
    }

    /** One operation; {@code parameters} with ' for ". */
    JsonElement call(String operation, String parameters) throws Failure {
        try (Service service = open(Access.USE)) {
            return service.call(operation, json(parameters), event -> {});
        }
    }

    HomeAccess access() {
        return new HomeAccess(
                home, state.resolve("kith"), "test", Duration.ofSeconds(5), Passphrase.NONE, new SecureRandom());
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
