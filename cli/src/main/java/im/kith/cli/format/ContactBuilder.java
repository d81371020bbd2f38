package im.kith.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.Limits;
import im.kith.core.xml.XmlElement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what an entry of a file says and makes of it what the service's {@code import} takes, or says why it cannot. */
final class ContactBuilder {

    static final String NO_IDENTITY = "no identity: no address, mail or telephone number";

    /** Octets left for what is not kept from elsewhere: a name, some dozen identities and groups. */
    private static final int ROOM = 16 << 10;

    private record Type(String type, String value) {}

    private final int line;
    private final Losses losses;
    private final Set<Type> identities = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Map<XmlElement, String> extensions = new LinkedHashMap<>();
    private String name = "";
    private Optional<String> problem = Optional.empty();

    ContactBuilder(int line, Losses losses) {
        this.line = line;
        this.losses = losses;
    }

    /** The first name given counts. */
    void name(@Nullable String text) {
        if (name.isEmpty() && text != null) {
            name = text.strip();
        }
    }

    String name() {
        return name;
    }

    /** Whether there is something to take. */
    boolean identity(String type, @Nullable String value) {
        if (value == null || value.isBlank() || type.isBlank()) {
            return false;
        }
        try {
            Identity identity = Identity.of(type, value);
            identities.add(new Type(identity.type(), identity.value()));
        } catch (InvalidInputException e) {
            problem = problem.isPresent() ? problem : Optional.of(String.valueOf(e.getMessage()));
        }
        return true;
    }

    boolean hasIdentity() {
        return !identities.isEmpty() || problem.isPresent();
    }

    void group(String group) {
        if (!group.isBlank()) {
            groups.add(group.strip());
        }
    }

    /** Keeps {@code extension}; {@code what} names it if it has to be left out. */
    void extension(XmlElement extension, String what) {
        extensions.put(extension, what);
    }

    void lost(String what) {
        losses.add(line, what);
    }

    /** The contact, or what is against it. */
    Entry build() {
        if (problem.isPresent()) {
            return new Entry.Rejected(line, problem.get());
        }
        if (identities.isEmpty()) {
            return new Entry.Rejected(line, NO_IDENTITY);
        }
        JsonObject contact = new JsonObject();
        contact.addProperty("line", line);
        if (!name.isEmpty()) {
            contact.addProperty("name", name);
        }
        JsonArray array = new JsonArray();
        for (Type identity : identities) {
            JsonObject each = new JsonObject();
            each.addProperty("type", identity.type());
            each.addProperty("value", identity.value());
            array.add(each);
        }
        contact.add("identities", array);
        JsonArray names = new JsonArray();
        groups.forEach(names::add);
        contact.add("groups", names);
        List<String> kept = kept();
        if (!kept.isEmpty()) {
            JsonArray unknown = new JsonArray();
            kept.forEach(unknown::add);
            contact.add("unknown", unknown);
        }
        return new Entry.OfContact(line, contact);
    }

    /** The extensions as XML; the biggest are left out until an item can hold the rest. */
    private List<String> kept() {
        Map<XmlElement, String> xml = new LinkedHashMap<>();
        long size = 0;
        for (Map.Entry<XmlElement, String> each : extensions.entrySet()) {
            try {
                String text = each.getKey().toXml();
                xml.put(each.getKey(), text);
                size += text.length();
            } catch (IllegalArgumentException controlCharacter) {
                lost(each.getValue() + " holds a character that XML cannot");
            }
        }
        while (size > Limits.PLAINTEXT - ROOM) {
            Map.Entry<XmlElement, String> biggest = xml.entrySet().stream()
                    .max(Comparator.comparingInt(each -> each.getValue().length()))
                    .orElseThrow();
            lost(extensions.get(biggest.getKey()) + " of " + biggest.getValue().length()
                    + " bytes does not fit into an item and was left out");
            size -= biggest.getValue().length();
            xml.remove(biggest.getKey());
        }
        return List.copyOf(xml.values());
    }
}
