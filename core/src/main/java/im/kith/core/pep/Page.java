package im.kith.core.pep;

import im.kith.core.pep.PepError.Condition;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A page of an ordered result set, as XEP-0059 asks for it.
 *
 * @param all how many there are
 * @param index where the first of {@code shown} stands among all
 */
record Page(List<String> shown, int all, int index) {

    Page {
        shown = List.copyOf(shown);
    }

    /**
     * What of {@code everything} the {@code <set/>} asks for: the first or last so many, those after or before one, or from an index on.
     *
     * @throws PepError if it names what is not there, or is no request
     */
    static Page of(List<String> everything, XmlElement set) throws PepError {
        OptionalInt max = number(set, "max");
        Optional<String> after = set.first(Names.RSM, "after").map(XmlElement::text);
        Optional<String> before = set.first(Names.RSM, "before").map(XmlElement::text);
        OptionalInt index = number(set, "index");
        int from = 0;
        int to = everything.size();
        if (after.isPresent()) {
            from = position(everything, after.get()) + 1;
        }
        if (before.isPresent() && !before.get().isEmpty()) {
            to = position(everything, before.get());
        }
        if (index.isPresent()) {
            if (index.getAsInt() > everything.size()) {
                throw PepError.of(Condition.ITEM_NOT_FOUND, "there are " + everything.size() + " items");
            }
            from = index.getAsInt();
        }
        from = Math.min(from, to);
        if (max.isPresent() && max.getAsInt() < to - from) {
            if (before.isPresent()) {
                from = to - max.getAsInt();
            } else {
                to = from + max.getAsInt();
            }
        }
        return new Page(everything.subList(from, to), everything.size(), from);
    }

    private static OptionalInt number(XmlElement set, String name) throws PepError {
        Optional<String> text =
                set.first(Names.RSM, name).map(element -> element.text().strip());
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("[0-9]{1,9}")) {
            throw PepError.of(Condition.BAD_REQUEST, name + " of a result set is a number");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    private static int position(List<String> everything, String wanted) throws PepError {
        int position = everything.indexOf(wanted);
        if (position < 0) {
            throw PepError.of(Condition.ITEM_NOT_FOUND, "no item " + wanted + " to page from");
        }
        return position;
    }

    /** The {@code <set/>} of the answer. */
    XmlElement toXml() {
        List<XmlElement> children = new ArrayList<>();
        if (!shown.isEmpty()) {
            children.add(XmlElement.builder(Names.RSM, "first")
                    .attribute("index", String.valueOf(index))
                    .text(shown.get(0))
                    .build());
            children.add(XmlElement.builder(Names.RSM, "last")
                    .text(shown.get(shown.size() - 1))
                    .build());
        }
        children.add(
                XmlElement.builder(Names.RSM, "count").text(String.valueOf(all)).build());
        return XmlElement.builder(Names.RSM, "set").children(children).build();
    }
}
