package im.kith.core.account;

import im.kith.core.account.Refusal.Reason;
import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The ledger of an account as one device sees it: an immutable set of verified statements and what follows from them.
 *
 * <p>Two devices with the same statements compute the same, in whatever order these came; only a device's own
 * revocations weigh more for itself (R11).
 */
public final class Ledger implements Trust {

    private static final Comparator<SignedStatement> FOUNDING_FIRST = Comparator.comparing(
                    (SignedStatement statement) -> !statement.isFounding())
            .thenComparing(statement -> !(statement.body() instanceof Keep))
            .thenComparing(SignedStatement.BY_TIME);

    private final AccountId account;
    private final DeviceId me;
    private final SignatureSuite suite;
    private final SortedMap<Bytes, SignedStatement> held = new TreeMap<>();
    private final Bytes digest;
    private final Membership membership;
    private final DeviceRegistry devices;
    private final SecretIndex secrets;
    private final SecretIndex discoveryKeys;

    private Ledger(AccountId account, DeviceId me, SignatureSuite suite, Collection<SignedStatement> statements) {
        this.account = account;
        this.me = me;
        this.suite = suite;
        statements.forEach(statement -> held.put(statement.id(), statement));
        digest = Bytes.sha256(held.keySet().toArray(Bytes[]::new));
        membership = Membership.judge(founder(), judged(), me);
        devices = new DeviceRegistry(held.values(), membership);
        Set<DeviceId> members = Set.copyOf(members());
        secrets = SecretIndex.ofSecrets(held.values(), this::counts, members);
        discoveryKeys = SecretIndex.ofTags(held.values(), this::counts, members);
    }

    private DeviceId founder() {
        SignedStatement founding = held.get(account.value());
        if (founding == null) {
            throw new IllegalStateException("no founding statement");
        }
        return founding.signer();
    }

    private List<Judged> judged() {
        return held.values().stream()
                .filter(statement -> !statement.isFounding())
                .flatMap(Judged::of)
                .toList();
    }

    /** Founds an account whose first device has {@code keys} and signs with {@code signer}. */
    public static Ledger found(
            DeviceKeys keys, String name, Hlc hlc, SignatureSuite.Signer signer, SignatureSuite suite) {
        Bytes octets = StatementCodec.encodeFounding(hlc, new Admit(keys, name, Optional.empty(), Optional.empty()));
        Statement founding = sign(octets, signer);
        AccountId account = new AccountId(founding.id());
        try {
            return of(account, List.of(founding), DeviceId.of(account, keys), suite);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the signer does not sign for the keys", e);
        }
    }

    /**
     * The ledger of {@code account} as {@code me} sees it, from {@code statements} in any order; bad ones are left out.
     *
     * @throws MalformedException if the founding statement is not among them or is not signed by whom it admits
     */
    public static Ledger of(AccountId account, Collection<Statement> statements, DeviceId me, SignatureSuite suite)
            throws MalformedException {
        return open(account, statements, me, suite).ledger();
    }

    /**
     * As {@link #of}, and tells what was left out. R11's refusal does not apply: who reads its own store was told these by itself, and
     * who joins was told by its inviter.
     */
    public static Receipt open(AccountId account, Collection<Statement> statements, DeviceId me, SignatureSuite suite)
            throws MalformedException {
        return open(account, statements, me, suite, suite);
    }

    /**
     * The ledger that this device kept: {@code statements} were verified when they were taken, and lie sealed since, so their
     * signatures are not verified again at every start.
     */
    public static Ledger restored(
            AccountId account, Collection<Statement> statements, DeviceId me, SignatureSuite suite)
            throws MalformedException {
        return open(account, statements, me, suite, (key, message, signature) -> true)
                .ledger();
    }

    private static Receipt open(
            AccountId account,
            Collection<Statement> statements,
            DeviceId me,
            SignatureSuite suite,
            SignatureSuite checkedWith)
            throws MalformedException {
        List<Refusal> refused = new ArrayList<>();
        List<SignedStatement> pool = LedgerIntake.parse(account, statements, refused);
        SignedStatement founding = pool.stream()
                .filter(SignedStatement::isFounding)
                .filter(s -> s.body() instanceof Admit admit
                        && s.isSignedBy(admit.keys().signingKey(), checkedWith))
                .findAny()
                .orElseThrow(() -> new MalformedException("ledger: no founding statement of account " + account));
        LedgerIntake intake = new LedgerIntake(account, checkedWith, List.of(founding), Integer.MAX_VALUE);
        intake.take(pool);
        return finish(intake, pool, refused, new Ledger(account, me, suite, List.of(founding)));
    }

    @Override
    public Taken take(List<Statement> statements, DeviceId from) {
        Receipt receipt = receive(statements, from);
        return new Taken(receipt.ledger(), receipt.fresh());
    }

    /** As {@link #take}, and tells what was refused and why. */
    public Receipt receive(Collection<Statement> statements, DeviceId from) {
        List<Refusal> refused = new ArrayList<>();
        List<SignedStatement> pool = LedgerIntake.parse(account, statements, refused);
        pool.removeIf(statement -> held.containsKey(statement.id()));
        LedgerIntake intake = new LedgerIntake(account, suite, held.values(), room());
        Ledger judge = this;
        while (judge.isWary(from)
                && intake.take(pool.stream().filter(judge::isHeardFromOut).toList())) {
            judge = new Ledger(account, me, suite, intake.held());
        }
        if (!judge.isWary(from)) {
            intake.take(pool);
        }
        return finish(intake, pool, refused, this);
    }

    /** Room for devices: those that are out take none, so that nobody's sybils fill it for good. */
    private int room() {
        return Math.toIntExact(Math.max(0, LedgerLimits.DEVICES_TAKEN - LedgerRoom.presentDevices(this)));
    }

    /** Whether R11 has this device look at what {@code from} hands over. */
    private boolean isWary(DeviceId from) {
        boolean member = standing(me).equals(Optional.of(Standing.IN));
        return member && standing(from).orElse(Standing.OUT) == Standing.OUT;
    }

    private boolean isHeardFromOut(SignedStatement statement) {
        return standing(statement.signer()).orElse(Standing.OUT) != Standing.OUT
                || membership.isAccepted(statement.id(), statement.signer());
    }

    private static Receipt finish(
            LedgerIntake intake, List<SignedStatement> pool, List<Refusal> refused, Ledger before) {
        for (SignedStatement statement : pool) {
            if (!intake.isDone(statement)) {
                intake.refuse(statement, intake.knows(statement.signer()) ? Reason.FROM_OUT : Reason.UNKNOWN_SIGNER);
            }
        }
        intake.cut();
        refused.addAll(intake.refused());
        boolean changed = !intake.ids().equals(before.held.keySet());
        Ledger ledger = changed ? new Ledger(before.account, before.me, before.suite, intake.held()) : before;
        List<Statement> fresh = ledger.without(before.held.keySet());
        return new Receipt(ledger, fresh, refused);
    }

    /**
     * States {@code body} as this device, which signs with {@code signer}; the ledger is unchanged until the statement is taken.
     *
     * @param now a reading of this device's clock
     * @throws LedgerFullException if it would exceed a limit
     */
    public Statement state(StatementBody body, Hlc now, SignatureSuite.Signer signer) throws LedgerFullException {
        Hlc hlc = body instanceof Rename rename ? Hlc.max(now, after(devices.namedAt(rename.device()))) : now;
        Bytes octets = StatementCodec.encode(account, me, hlc, body);
        LedgerRoom.check(this, held.values(), body, octets.length());
        return sign(octets, signer);
    }

    private static Hlc after(Hlc hlc) {
        return hlc.packed() == -1L ? hlc : hlc.next();
    }

    /** States that the device which sent {@code request} is a member. */
    public Statement admit(AdmissionRequest request, Hlc now, SignatureSuite.Signer signer) throws LedgerFullException {
        return state(
                new Admit(request.keys(), request.name(), Optional.of(request.proof()), Optional.empty()), now, signer);
    }

    /** States that the device which sent {@code request} takes the place of this one, after a restore or as a copy (R7). */
    public Statement admitSuccessor(AdmissionRequest request, Hlc now, SignatureSuite.Signer signer)
            throws LedgerFullException {
        return state(
                new Admit(request.keys(), request.name(), Optional.of(request.proof()), Optional.of(me)), now, signer);
    }

    private static Statement sign(Bytes octets, SignatureSuite.Signer signer) {
        return new Statement(octets, signer.sign(SignedStatement.signedMessage(octets)));
    }

    @Override
    public AccountId account() {
        return account;
    }

    /** The device whose view this is. */
    public DeviceId me() {
        return me;
    }

    @Override
    public Bytes digest() {
        return digest;
    }

    @Override
    public List<Bytes> ids() {
        return List.copyOf(held.keySet());
    }

    @Override
    public List<Statement> without(Collection<Bytes> known) {
        Set<Bytes> ids = Set.copyOf(known);
        return statements().stream()
                .filter(statement -> !ids.contains(statement.id()))
                .map(SignedStatement::statement)
                .toList();
    }

    @Override
    public List<Statement> told(DeviceId peer, List<Statement> some) {
        boolean out = standing(peer).equals(Optional.of(Standing.OUT));
        return out ? new Disclosure(peer, statements()).of(some) : some;
    }

    /** All statements held, each signer's admission before its own, a revocation's kept lists before it. */
    public List<SignedStatement> statements() {
        Map<DeviceId, List<SignedStatement>> bySigner =
                held.values().stream().collect(Collectors.groupingBy(SignedStatement::signer));
        Set<DeviceId> reached = new HashSet<>(Set.of(founder()));
        Deque<DeviceId> next = new ArrayDeque<>(reached);
        List<SignedStatement> ordered = new ArrayList<>(held.size());
        while (!next.isEmpty()) {
            bySigner.getOrDefault(next.remove(), List.of()).stream()
                    .sorted(FOUNDING_FIRST)
                    .forEach(statement -> {
                        ordered.add(statement);
                        statement.admitted().filter(reached::add).ifPresent(next::add);
                    });
        }
        return ordered;
    }

    public Optional<SignedStatement> statement(Bytes id) {
        return Optional.ofNullable(held.get(id));
    }

    /** Whether {@code statement} counts (R11), which is held. */
    public boolean counts(SignedStatement statement) {
        return statement.isFounding() || membership.counts(statement.id(), statement.signer());
    }

    @Override
    public Optional<Standing> standing(DeviceId device) {
        return membership.standing(device);
    }

    @Override
    public Optional<DeviceId> byTag(Bytes tag) {
        return devices.byTag(tag);
    }

    @Override
    public Optional<Bytes> signingKey(DeviceId device) {
        return device(device).map(d -> d.keys().signingKey());
    }

    @Override
    public List<DeviceId> members() {
        return devices.all().stream()
                .filter(device -> device.standing() == Standing.IN)
                .map(Device::id)
                .toList();
    }

    /** Every device that ever was admitted, sorted by id. */
    public Collection<Device> devices() {
        return devices.all();
    }

    public Optional<Device> device(DeviceId id) {
        return devices.device(id);
    }

    /**
     * The devices that were admitted with this TLS key; members first.
     *
     * <p>A list, because a member that lies can admit a device with another's key: the one that speaks must also say which it is.
     */
    public List<Device> byTlsKey(Bytes keyHash) {
        return matching(device -> device.keys().tlsKeyHash().equals(keyHash));
    }

    /** The devices that were admitted with this OpenPGP fingerprint; members first, and a list for the same reason. */
    public List<Device> byFingerprint(Bytes fingerprint) {
        return matching(device -> device.keys().fingerprint().equals(fingerprint));
    }

    private List<Device> matching(Predicate<Device> condition) {
        return devices.all().stream()
                .filter(condition)
                .sorted(Comparator.comparing(Device::standing).thenComparing(Device::id))
                .toList();
    }

    @Override
    public Map<DeviceId, Standing> standings() {
        return membership.standings();
    }

    @Override
    public Optional<KeptList> kept(DeviceId device) {
        if (!standing(device).equals(Optional.of(Standing.OUT))) {
            return Optional.empty();
        }
        return Optional.of(KeptList.of(membership.countingRevocations(device), held));
    }

    /** Who has which shared secret (R12). */
    public SecretIndex secrets() {
        return secrets;
    }

    /** Who has which discovery key. */
    public SecretIndex discoveryKeys() {
        return discoveryKeys;
    }
}
