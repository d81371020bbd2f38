package im.kith.transport.attack;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two honest devices of one account, of which an attack must leave what they hold and that they meet. */
abstract class HonestDevices {

    @TempDir
    Path directory = Path.of("");

    Victim laptop;
    Victim phone;

    @BeforeEach
    void found() throws Exception {
        laptop = Victim.found(directory, "laptop");
        phone = laptop.admit(directory, "phone");
        laptop.add("juliet");
    }

    @AfterEach
    void close() throws Exception {
        laptop.close();
        phone.close();
    }

    void assertUnharmed() throws Exception {
        phone.add("nurse");
        phone.connect(laptop.address());
        laptop.shows("juliet", "nurse");
        phone.shows("juliet", "nurse");
    }
}
