package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import java.util.List;

/**
 * In which other words a file may tell of extensions that a contact has, so that an import of that file knows them again.
 *
 * <p>Extensions are compared as XML; only who made them of something else knows what else they can look like.
 */
@FunctionalInterface
public interface Retelling {

    /** Every extension is told as it is, or else is another one. */
    Retelling VERBATIM = extensions -> List.of();

    /** What a contact's extensions, all of them, may have become; each says no more than those that it came of. */
    List<XmlElement> of(List<XmlElement> extensions);
}
