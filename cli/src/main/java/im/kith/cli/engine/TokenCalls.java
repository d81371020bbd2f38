package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.account.DeviceName;
import im.kith.core.device.Device;
import im.kith.core.device.Token;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DeviceCertificate;
import java.util.Base64;
import java.util.Optional;

/** The operations on the passwords for XMPP software on this machine. */
final class TokenCalls {

    private final Kith kith;

    TokenCalls(Kith kith) {
        this.kith = kith;
    }

    JsonElement add(Parameters given) throws Exception {
        String name = given.required("name").strip();
        if (!DeviceName.isValid(name)) {
            throw Failure.of(
                    Kind.BAD_INPUT, "a token cannot have this name", "Some visible characters, 255 octets at most.");
        }
        boolean clear = given.flag("clear");
        Optional<Bytes> certificate = certificate(given);
        return kith.call(device -> {
            if (certificate.isPresent()) {
                TrustCalls.requireMember(device);
            }
            String password = added(device, name, clear, certificate)
                    .orElseThrow(() -> Failure.of(
                            Kind.EXISTS,
                            "there is a token '" + name + "' already",
                            "Another name, or first: kith token rm '" + name + "'"));
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            json.addProperty("token", password);
            json.addProperty("account", device.accountJid());
            return json;
        });
    }

    private static Optional<Bytes> certificate(Parameters given) throws Failure {
        try {
            return given.text("certificate")
                    .map(text -> Bytes.wrap(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw Failure.of(Kind.USAGE, "parameter certificate is no base64");
        }
    }

    private static Optional<String> added(Device device, String name, boolean clear, Optional<Bytes> certificate)
            throws Failure {
        try {
            return device.tokens().add(name, clear, certificate);
        } catch (MalformedException e) {
            String hint = certificate.isPresent()
                    ? "Export the software's public key with a key to encrypt to: gpg --export KEY > FILE"
                    : "kith token list shows them; kith token rm takes one away.";
            throw Failure.of(Kind.BAD_INPUT, Failures.message(e), hint).causedBy(e);
        }
    }

    JsonElement list() throws Exception {
        return kith.call(device -> ContactJson.array(device.tokens().all(), TokenCalls::token));
    }

    private static JsonObject token(Token token) {
        JsonObject json = new JsonObject();
        json.addProperty("name", token.name());
        json.addProperty("added", ContactJson.instant(token.added()));
        token.lastUsed().ifPresent(used -> json.addProperty("lastUsed", ContactJson.instant(used)));
        json.addProperty("clear", token.clear());
        token.certificate()
                .flatMap(TokenCalls::fingerprint)
                .ifPresent(fingerprint -> json.addProperty("certificate", fingerprint));
        return json;
    }

    private static Optional<String> fingerprint(Bytes certificate) {
        try {
            return Optional.of(
                    DeviceCertificate.parse(certificate).fingerprint().toHex());
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    JsonElement remove(Parameters given) throws Exception {
        String name = given.required("name").strip();
        return kith.call(device -> {
            if (!device.tokens().remove(name)) {
                throw Failure.of(Kind.NOT_FOUND, "no token '" + name + "'", "kith token list shows them.");
            }
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            return json;
        });
    }
}
