package im.kith.cli.format;

import im.kith.cli.service.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** vCard 4.0 (RFC 6350), 3.0 (RFC 2426) and 2.1, through ez-vcard, a card at a time. */
final class VcardFile implements ContactFile {

    private final InputStream in;
    private final CardSplitter cards;
    private final Losses losses = new Losses();

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
        return CardCodec.read(text)
                .map(properties -> CardReader.read(card.line(), properties, losses))
                .orElseGet(() -> new Entry.Rejected(card.line(), "not a vCard that can be read"));
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public void close() {
        ContactFile.close(in);
    }
}
