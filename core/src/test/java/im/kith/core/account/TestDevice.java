package im.kith.core.account;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Collection;
import java.util.Optional;

/** A device with keys made of its name, for tests; its statements come out the same every time. */
record TestDevice(String name, Bytes seed, DeviceKeys keys) {

    static final TestSuite SUITE = new TestSuite();

    static TestDevice called(String name) {
        Bytes seed = Bytes.sha256(Bytes.utf8("seed of " + name));
        DeviceKeys keys = new DeviceKeys(
                Bytes.utf8("certificate of " + name),
                Bytes.sha256(Bytes.utf8("fingerprint of " + name)).first(20),
                Bytes.sha256(Bytes.utf8("TLS key of " + name)),
                TestSuite.publicKey(seed));
        return new TestDevice(name, seed, keys);
    }

    SignatureSuite.Signer signer() {
        return TestSuite.signer(seed);
    }

    DeviceId in(AccountId account) {
        return DeviceId.of(account, keys);
    }

    Ledger found(long millis) {
        return Ledger.found(keys, name, Hlc.of(millis, 0), signer(), SUITE);
    }

    AdmissionRequest request(AccountId account) {
        return AdmissionRequest.create(account, keys, name, signer());
    }

    /** What this device states, without regard to what it may. */
    Statement states(AccountId account, long millis, StatementBody body) {
        Bytes octets = StatementCodec.encode(account, in(account), Hlc.of(millis, 0), body);
        return new Statement(octets, signer().sign(SignedStatement.signedMessage(octets)));
    }

    Statement admits(AccountId account, long millis, TestDevice other) {
        AdmissionRequest request = other.request(account);
        return states(
                account,
                millis,
                new StatementBody.Admit(other.keys, other.name, Optional.of(request.proof()), Optional.empty()));
    }

    Ledger sees(AccountId account, Collection<Statement> statements) throws MalformedException {
        return Ledger.of(account, statements, in(account), SUITE);
    }
}
