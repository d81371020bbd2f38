package im.kith.core.replica.sim;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.KeptList;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A ledger with as little in it as replication needs: a founder, admissions, and bare verdicts. */
public final class SimTrust implements Trust {

    private static final int HEAD = 1 + DeviceId.LENGTH;

    private final DeviceId founder;
    private final Map<Bytes, Statement> statements;
    private final Map<DeviceId, Standing> standings = new TreeMap<>();

    private SimTrust(DeviceId founder, Map<Bytes, Statement> statements) {
        this.founder = founder;
        this.statements = statements;
        standings.put(founder, Standing.IN);
        for (Statement statement : statements.values()) {
            standings.merge(subject(statement), verdict(statement), (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
    }

    public static SimTrust of(DeviceId founder, List<Statement> statements) {
        SimTrust empty = new SimTrust(founder, new TreeMap<>());
        return (SimTrust) empty.take(statements, founder).trust();
    }

    /** A statement by {@code signer} that {@code device} stands so; the gravest verdict holds. */
    public static Statement statement(DeviceId signer, DeviceId device, Standing standing) {
        Bytes octets = Bytes.concat(Bytes.utf8(standing.name().substring(0, 1)), device.value(), signer.value());
        return new Statement(octets, SimKeys.signer(signer).sign(octets));
    }

    private static Bytes part(Statement statement, int from) {
        byte[] octets = statement.octets().toArray();
        return Bytes.of(Arrays.copyOfRange(octets, from, from + DeviceId.LENGTH));
    }

    private static DeviceId subject(Statement statement) {
        return new DeviceId(part(statement, 1));
    }

    private static DeviceId signer(Statement statement) {
        return new DeviceId(part(statement, HEAD));
    }

    private static Standing verdict(Statement statement) {
        return switch (statement.octets().at(0)) {
            case 'I' -> Standing.IN;
            case 'S' -> Standing.SUSPENDED;
            default -> Standing.OUT;
        };
    }

    @Override
    public AccountId account() {
        return SimKeys.ACCOUNT;
    }

    @Override
    public Bytes digest() {
        return Bytes.sha256(statements.keySet().toArray(Bytes[]::new));
    }

    @Override
    public List<Bytes> ids() {
        return List.copyOf(statements.keySet());
    }

    @Override
    public List<Statement> without(Collection<Bytes> known) {
        Set<Bytes> except = new HashSet<>(known);
        return statements.entrySet().stream()
                .filter(e -> !except.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Taken take(List<Statement> more, DeviceId from) {
        Map<Bytes, Statement> all = new TreeMap<>(statements);
        List<Statement> fresh = new ArrayList<>();
        SimTrust after = this;
        boolean again = true;
        while (again) {
            again = false;
            for (Statement statement : more) {
                boolean valid = after.standings.containsKey(signer(statement))
                        && SimKeys.SUITE.verify(
                                SimKeys.key(signer(statement)), statement.octets(), statement.signature());
                if (valid && all.putIfAbsent(statement.id(), statement) == null) {
                    fresh.add(statement);
                    again = true;
                }
            }
            after = new SimTrust(founder, new TreeMap<>(all));
        }
        return new Taken(after, fresh);
    }

    @Override
    public Optional<Standing> standing(DeviceId device) {
        return Optional.ofNullable(standings.get(device));
    }

    @Override
    public Map<DeviceId, Standing> standings() {
        return Map.copyOf(standings);
    }

    @Override
    public Optional<KeptList> kept(DeviceId device) {
        return standing(device).filter(s -> s == Standing.OUT).map(s -> KeptList.NONE);
    }

    @Override
    public Optional<DeviceId> byTag(Bytes tag) {
        return standings.keySet().stream().filter(d -> d.tag().equals(tag)).findFirst();
    }

    @Override
    public Optional<Bytes> signingKey(DeviceId device) {
        return standing(device).map(s -> SimKeys.key(device));
    }

    @Override
    public List<DeviceId> members() {
        return standings.entrySet().stream()
                .filter(e -> e.getValue() == Standing.IN)
                .map(Map.Entry::getKey)
                .toList();
    }
}
