package im.kith.transport.xmpp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A house for every test. */
abstract class InHouse {

    House house;

    @BeforeEach
    void build() throws Exception {
        house = new House();
    }

    @AfterEach
    void close() {
        house.close();
    }
}
