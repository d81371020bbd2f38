package im.kith.transport.attack;

import static im.kith.transport.attack.Victim.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import im.kith.core.device.Founding;
import im.kith.transport.engine.InvitationDesk;
import im.kith.transport.engine.Joining;
import im.kith.transport.engine.PairingException;
import im.kith.transport.net.RawTls;
import im.kith.transport.net.TlsIdentity;
import im.kith.transport.pairing.Invitation;
import im.kith.transport.pairing.PairingCode;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.wire.WireFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on two real devices that pair: somebody in the middle, and somebody who guesses. */
@Timeout(180)
class PairingAttackTest {

    private static final int GUESSERS = 4;

    @TempDir
    private Path directory = Path.of("");

    private Victim laptop;
    private PairingCode code;
    private Invitation invitation;
    private InvitationDesk desk;

    @BeforeEach
    void start() throws Exception {
        laptop = Victim.found(directory, "laptop").connect();
        code = PairingCode.random(RANDOM);
        invitation = new Invitation(code, Invitation.DEFAULT_TTL, Clock.systemUTC(), RANDOM);
        desk = new InvitationDesk(laptop.kith().device(), laptop.network(), invitation);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        laptop.close();
    }

    private Joining joining(PairingCode with) throws IOException {
        return new Joining(with, "phone", Clock.systemUTC(), RANDOM);
    }

    private PairingCode wrong() throws Exception {
        return PairingCode.parse(code.print().equals("1234 5678") ? "8765 4321" : "1234 5678");
    }

    /** Why joining at {@code address} fails, which it must. */
    private static Exception failure(Joining joining, InetSocketAddress address) {
        Exception failure = catchException(() -> joining.by(address));
        assertThat(failure).isInstanceOfAny(PairingException.class, IOException.class);
        return failure;
    }

    private int devices() throws Exception {
        return laptop.kith().call(device -> device.ledger().devices().size());
    }

    @Test
    void whoSwapsTheCertificatesIsFoundOutByBothBeforeItHasAGuess() throws Exception {
        try (MiddleMan mallory = new MiddleMan(laptop.address())) {
            for (int i = 0; i < 4; i++) {
                try (Joining phone = joining(code)) {
                    failure(phone, mallory.at());
                }
            }
            assertThat(mallory.seen)
                    .as("what it passed on of the exchange")
                    .filteredOn(frame -> frame instanceof WireFrame.Pair)
                    .isNotEmpty();
        }
        assertThat(devices()).isEqualTo(1);
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
        try (Joining phone = joining(code)) {
            phone.by(laptop.address());
        }
        assertThat(devices()).isEqualTo(2);
    }

    @Test
    void whoOnlyListensSeesNeitherCodeNorNames() throws Exception {
        try (Spy spy = new Spy(laptop.address());
                Joining phone = joining(code)) {
            Founding founding = phone.by(spy.at());
            String jid = laptop.kith().call(device -> device.accountJid());
            String heard = spy.sent.get(0).toString(StandardCharsets.ISO_8859_1)
                    + spy.answered.toString(StandardCharsets.ISO_8859_1);
            assertThat(heard).hasSizeGreaterThan(1_000);
            assertThat(heard)
                    .doesNotContain(
                            "phone", "laptop", jid, code.print(), code.print().replace(" ", ""));
            assertThat(devices()).isEqualTo(2);
            Victim joined = Victim.joined(directory, "phone", founding);
            try {
                laptop.add("juliet");
                joined.connect(laptop.address());
                joined.shows("juliet");
            } finally {
                joined.close();
            }
        }
    }

    @Test
    void guessingOnManyConnectionsAtOnceGivesThreeGuessesInAll() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        PairingCode guess = wrong();
        List<CompletableFuture<Void>> guessers = new ArrayList<>();
        for (int i = 0; i < GUESSERS; i++) {
            guessers.add(CompletableFuture.runAsync(() -> {
                while (invitation.closed().isEmpty()) {
                    try (Joining joining = joining(guess)) {
                        Exception failure = failure(joining, laptop.address());
                        if (failure instanceof PairingException pairing && pairing.kind() == Kind.WRONG_CODE) {
                            wrong.incrementAndGet();
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        CompletableFuture.allOf(guessers.toArray(CompletableFuture[]::new)).join();
        assertThat(wrong.get()).isBetween(1, 3);
        assertThat(invitation.closed()).contains(Kind.EXHAUSTED);
        try (Joining phone = joining(code)) {
            failure(phone, laptop.address());
        }
        assertThat(devices()).isEqualTo(1);
    }

    @Test
    void aPairingConnectionThatSpeaksTheMembersProtocolIsClosedAndCostsNoAttempt() throws Exception {
        TlsIdentity stranger = TlsIdentity.of(TlsIdentity.newKeys(RANDOM));
        try (Conversation talk =
                new Conversation(RawTls.dial(laptop.address(), RawTls.pairingKnock(RANDOM), stranger))) {
            talk.tls.send(new WireFrame.Ping());
            assertThat(talk.farewell()).startsWith("PROTOCOL not pairing");
        }
        assertThat(invitation.attemptsLeft()).isEqualTo(3);
        try (Joining phone = joining(code)) {
            phone.by(laptop.address());
        }
        assertThat(devices()).isEqualTo(2);
    }
}
