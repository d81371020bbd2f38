package im.kith.cli.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of a CSV file holds, by its name as kith, Google, Outlook and people write it.
 *
 * @param detail the type of identity, the vCard property, or the number that ties an address to its service
 */
record CsvColumn(Kind kind, String detail, String title) {

    enum Kind {
        NAME,
        PREFIX,
        GIVEN,
        MIDDLE,
        FAMILY,
        SUFFIX,
        IDENTITY,
        IM_SERVICE,
        IM_ADDRESS,
        GROUPS,
        PROPERTY,
        OTHER
    }

    /** The parts of a name in the order in which they are spoken. */
    static final List<Kind> NAME_PARTS = List.of(Kind.PREFIX, Kind.GIVEN, Kind.MIDDLE, Kind.FAMILY, Kind.SUFFIX);

    /** What Evolution calls the prefix of a name; a title is one's work there. */
    private static final String PREFIX_TITLE = "name title";

    private static final Map<String, Kind> NAMES = Map.ofEntries(
            Map.entry("name", Kind.NAME),
            Map.entry("full name", Kind.NAME),
            Map.entry("display name", Kind.NAME),
            Map.entry("formatted name", Kind.NAME),
            Map.entry("fn", Kind.NAME),
            Map.entry("title", Kind.PREFIX),
            Map.entry(PREFIX_TITLE, Kind.PREFIX),
            Map.entry("prefix", Kind.PREFIX),
            Map.entry("name prefix", Kind.PREFIX),
            Map.entry("given name", Kind.GIVEN),
            Map.entry("first name", Kind.GIVEN),
            Map.entry("additional name", Kind.MIDDLE),
            Map.entry("middle name", Kind.MIDDLE),
            Map.entry("family name", Kind.FAMILY),
            Map.entry("last name", Kind.FAMILY),
            Map.entry("surname", Kind.FAMILY),
            Map.entry("suffix", Kind.SUFFIX),
            Map.entry("name suffix", Kind.SUFFIX),
            Map.entry("group", Kind.GROUPS),
            Map.entry("groups", Kind.GROUPS),
            Map.entry("group membership", Kind.GROUPS),
            Map.entry("labels", Kind.GROUPS),
            Map.entry("categories", Kind.GROUPS),
            Map.entry("category", Kind.GROUPS),
            Map.entry("tags", Kind.GROUPS));

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("note", "NOTE"),
            Map.entry("notes", "NOTE"),
            Map.entry("nickname", "NICKNAME"),
            Map.entry("company", "ORG"),
            Map.entry("organization", "ORG"),
            Map.entry("org", "ORG"),
            Map.entry("organization name", "ORG"),
            Map.entry("organization 1 - name", "ORG"),
            Map.entry("job title", "TITLE"),
            Map.entry("organization title", "TITLE"),
            Map.entry("organization 1 - title", "TITLE"),
            Map.entry("url", "URL"),
            Map.entry("web page", "URL"),
            Map.entry("homepage url", "URL"),
            Map.entry("website", "URL"),
            Map.entry("website 1 - value", "URL"));

    private static final Pattern JID =
            Pattern.compile("(jid|jabber|xmpp)( id)?s?( address)?( \\d+)?( - value)?|address \\(xmpp\\)");
    private static final Pattern MAIL =
            Pattern.compile("(primary |secondary )?e-?mails?( \\d+)?( address(es)?)?( \\d+)?( - value)?");
    private static final Pattern TELEPHONE = Pattern.compile(
            "([a-z/' ]+ )?(phone|telephone|tel|mobile|fax|pager|cell)s?( numbers?)?( \\d+)?( - value)?");
    private static final Pattern IM = Pattern.compile("im (\\d+) - (service|value)");

    /** What a column with this title holds. */
    static CsvColumn of(String title) {
        String name = plain(title);
        Matcher im = IM.matcher(name);
        if (NAMES.containsKey(name)) {
            return new CsvColumn(NAMES.get(name), "", title);
        } else if (PROPERTIES.containsKey(name)) {
            return new CsvColumn(Kind.PROPERTY, PROPERTIES.get(name), title);
        } else if (JID.matcher(name).matches()) {
            return new CsvColumn(Kind.IDENTITY, "jid", title);
        } else if (MAIL.matcher(name).matches()) {
            return new CsvColumn(Kind.IDENTITY, "email", title);
        } else if (TELEPHONE.matcher(name).matches()) {
            return new CsvColumn(Kind.IDENTITY, "tel", title);
        } else if (im.matches()) {
            return new CsvColumn(im.group(2).equals("value") ? Kind.IM_ADDRESS : Kind.IM_SERVICE, im.group(1), title);
        }
        return new CsvColumn(Kind.OTHER, "", title);
    }

    private static String plain(String title) {
        return title.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ");
    }

    /** What the columns of these titles hold. */
    static List<CsvColumn> of(List<String> titles) {
        boolean evolution = titles.stream().anyMatch(title -> plain(title).equals(PREFIX_TITLE));
        return titles.stream()
                .map(title -> evolution && plain(title).equals("title")
                        ? new CsvColumn(Kind.PROPERTY, "TITLE", title)
                        : of(title))
                .toList();
    }

    /** Whether this column can identify somebody. */
    boolean identifies() {
        return kind == Kind.IDENTITY || kind == Kind.IM_ADDRESS;
    }
}
