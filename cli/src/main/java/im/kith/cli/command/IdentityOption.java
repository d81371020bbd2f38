package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import java.util.Locale;

/** Identities as the options give them: {@code --jid J} and {@code --identity TYPE=VALUE}. */
final class IdentityOption {

    private IdentityOption() {}

    static JsonArray identities(List<String> jids, List<String> typed) throws Failure {
        JsonArray identities = new JsonArray();
        for (String jid : jids) {
            identities.add(identity("jid", jid));
        }
        for (String each : typed) {
            int equals = each.indexOf('=');
            if (equals < 1 || equals == each.length() - 1) {
                throw Failure.of(
                        Kind.USAGE, "'" + each + "' is not TYPE=VALUE", "For example: email=juliet@capulet.example");
            }
            identities.add(identity(each.substring(0, equals).toLowerCase(Locale.ROOT), each.substring(equals + 1)));
        }
        return identities;
    }

    private static JsonObject identity(String type, String value) {
        JsonObject identity = new JsonObject();
        identity.addProperty("type", type.strip());
        identity.addProperty("value", value.strip());
        return identity;
    }
}
