package im.kith.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Made-up people as vCard 4.0 (RFC 6350), the same for the same count. */
final class People {

    private static final List<String> FIRST = List.of(
            "Ann", "Boris", "Chloé", "Dmitri", "Eve", "Farid", "Grete", "Hana", "Igor", "Jürgen", "Kim", "Łukasz");
    private static final List<String> LAST =
            List.of("Abel", "Berg", "Castro", "Dvořák", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jansen");
    private static final List<String> GROUPS = List.of("Friends", "Family", "Work", "Choir", "Neighbours");

    private static final int AT_ONCE = 1_000;

    private People() {}

    /** The cards of the first {@code count} people as a file. */
    static void write(Path file, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int from = 0; from < count; from += AT_ONCE) {
                out.write(cards(from, Math.min(AT_ONCE, count - from)));
            }
        }
    }

    /** Cards of {@code count} people, numbered from {@code first}, each with a name, an address and often a group. */
    static String cards(int first, int count) {
        StringBuilder cards = new StringBuilder();
        for (int i = first; i < first + count; i++) {
            Random random = new Random(i);
            String given = FIRST.get(random.nextInt(FIRST.size()));
            String family = LAST.get(random.nextInt(LAST.size())) + " " + i;
            cards.append("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:")
                    .append(given)
                    .append(' ')
                    .append(family);
            cards.append("\r\nIMPP:xmpp:person").append(i).append("@example.org\r\n");
            if (random.nextInt(3) > 0) {
                cards.append("CATEGORIES:")
                        .append(GROUPS.get(random.nextInt(GROUPS.size())))
                        .append("\r\n");
            }
            cards.append("END:VCARD\r\n");
        }
        return cards.toString();
    }
}
