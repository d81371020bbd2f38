package im.kith.core.device;

import im.kith.core.account.DeviceName;
import im.kith.core.contacts.ItemIds;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.ApprovedCertificate;
import im.kith.core.replica.StoreException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The passwords for XMPP software on this machine: local to the device, in its sealed settings, never passed on.
 *
 * <p>A token is 130 random bits, so 4,096 rounds of PBKDF2, the least that RFC 7677 allows, are enough: they buy nothing and cost every
 * login.
 */
public final class Tokens {

    /** Most tokens of a device; every login is tried against each. */
    public static final int MOST = 100;

    /** What the names of the settings start with. */
    static final String SETTING = "token/";

    private static final String SALT = SETTING + "salt";
    private static final int SALT_LENGTH = 16;
    private static final int ITERATIONS = 4096;

    private final Pending pending;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Removal removal;
    private final SortedMap<String, Token> bySetting = new TreeMap<>();
    private Bytes salt = Bytes.EMPTY;

    /** What the device does about a token that goes, before that is durable. */
    interface Removal {
        void removed(Token token) throws StoreException;
    }

    Tokens(Map<String, Bytes> settings, Pending pending, InstantSource clock, SecureRandom random, Removal removal)
            throws StoreException {
        this.pending = pending;
        this.clock = clock;
        this.random = random;
        this.removal = removal;
        for (Map.Entry<String, Bytes> setting : settings.entrySet()) {
            if (setting.getKey().equals(SALT)) {
                salt = setting.getValue();
            } else if (setting.getKey().startsWith(SETTING)) {
                bySetting.put(setting.getKey(), read(setting.getValue()));
            }
        }
    }

    private static Token read(Bytes value) throws StoreException {
        try {
            return TokenCodec.read(value);
        } catch (MalformedException e) {
            throw new StoreException(StoreException.Kind.DAMAGED, "a token cannot be read: " + e.getMessage(), e);
        }
    }

    /** The salt of all tokens; made when it is asked for first. */
    public Bytes salt() {
        if (salt.isEmpty()) {
            byte[] octets = new byte[SALT_LENGTH];
            random.nextBytes(octets);
            salt = Bytes.wrap(octets);
            pending.persist(Changes.settings(Map.of(SALT, Optional.of(salt))));
        }
        return salt;
    }

    /** How often a password is hashed, for all tokens. */
    public int iterations() {
        return ITERATIONS;
    }

    /** All tokens, sorted by name. */
    public List<Token> all() {
        return bySetting.values().stream()
                .sorted(Comparator.comparing(Token::name))
                .toList();
    }

    public Optional<Token> named(String name) {
        return bySetting.values().stream()
                .filter(token -> token.name().equals(name))
                .findFirst();
    }

    /** What to check logins against, on any thread. */
    public Credentials credentials() {
        return new Credentials(salt(), ITERATIONS, all());
    }

    /**
     * A new token.
     *
     * @param clear whether its software sees and publishes contacts deciphered
     * @param certificate an OpenPGP certificate, binary or armoured, whose holder gets the contacts nodes' shared secrets
     * @return the password, which is kept nowhere; empty if there is a token of this name
     * @throws MalformedException if the name is none, there are too many, or the certificate will not do, in words
     */
    public Optional<String> add(String name, boolean clear, Optional<Bytes> certificate) throws MalformedException {
        if (!DeviceName.isValid(name)) {
            throw new MalformedException("a token cannot have this name");
        }
        if (named(name).isPresent()) {
            return Optional.empty();
        }
        if (bySetting.size() >= MOST) {
            throw new MalformedException("there are " + MOST + " tokens already");
        }
        Optional<Bytes> approved = certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(ApprovedCertificate.read(certificate.get(), clock.instant())
                        .encoded());
        String password = ItemIds.fresh(random);
        Scram.Keys keys = Scram.keys(password, salt(), ITERATIONS);
        keep(
                SETTING + ItemIds.fresh(random),
                new Token(
                        name, clock.instant(), Optional.empty(), clear, approved, keys.storedKey(), keys.serverKey()));
        return Optional.of(password);
    }

    private void keep(String setting, Token token) {
        bySetting.put(setting, token);
        pending.persist(Changes.settings(Map.of(setting, Optional.of(TokenCodec.write(token)))));
    }

    /** Takes a token away; {@link DeviceEvent.TokenRemoved} tells who stands by it. False if there is none of this name. */
    public boolean remove(String name) throws StoreException {
        Optional<String> setting = setting(name);
        if (setting.isEmpty()) {
            return false;
        }
        Token token = bySetting.remove(setting.get());
        pending.persist(Changes.settings(Map.of(setting.get(), Optional.empty())));
        pending.event(new DeviceEvent.TokenRemoved(name));
        if (token != null) {
            removal.removed(token);
        }
        return true;
    }

    /** Somebody has logged in with the token of this name. */
    public void used(String name) {
        setting(name).ifPresent(setting -> {
            Token token = bySetting.get(setting);
            if (token != null) {
                keep(setting, token.usedAt(clock.instant()));
            }
        });
    }

    private Optional<String> setting(String name) {
        return bySetting.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
