package im.kith.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import im.kith.cli.service.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), through ez-vcard, a card at a time. */
final class VcardFile implements ContactFile {

    private final InputStream in;
    private final CardSplitter cards;
    private int fieldsNotKept;

    VcardFile(InputStream in) {
        this.in = in;
        this.cards = new CardSplitter(in);
    }

    @Override
    public Optional<Entry> next() throws Failure {
        try {
            CardSplitter.Card card = cards.next();
            return card == null ? Optional.empty() : Optional.of(entry(card));
        } catch (IOException e) {
            throw ContactFile.unreadable(e);
        }
    }

    private Entry entry(CardSplitter.Card card) {
        String text = card.text();
        if (text == null) {
            return new Entry.Rejected(card.line(), card.problem());
        }
        VCard vcard = parse(text);
        if (vcard == null) {
            return new Entry.Rejected(card.line(), "not a vCard that can be read");
        }
        CardReader reader = new CardReader(vcard);
        JsonArray identities = reader.identities();
        Optional<String> problem = Checks.problem(identities);
        if (problem.isPresent()) {
            return new Entry.Rejected(card.line(), problem.get());
        }
        fieldsNotKept += reader.fieldsNotKept();
        JsonObject contact = new JsonObject();
        contact.addProperty("line", card.line());
        reader.name().ifPresent(name -> contact.addProperty("name", name));
        contact.add("identities", identities);
        contact.add("groups", reader.groups());
        return new Entry.OfContact(card.line(), contact);
    }

    private static @Nullable VCard parse(String text) {
        try (VCardReader reader = new VCardReader(text)) {
            return reader.readNext();
        } catch (IOException | RuntimeException brokenInAWayTheLibraryDidNotExpect) {
            return null;
        }
    }

    @Override
    public int fieldsNotKept() {
        return fieldsNotKept;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException wasOnlyRead) {
            return;
        }
    }
}
