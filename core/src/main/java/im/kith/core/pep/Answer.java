package im.kith.core.pep;

import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request leads to, besides what it changed in the store.
 *
 * @param reply the IQ's answer
 * @param messages other stanzas, each with its addressee in {@code to}; to be sent after the reply
 */
public record Answer(XmlElement reply, List<XmlElement> messages) {

    public Answer {
        messages = List.copyOf(messages);
    }

    /** What a part of the service makes of a request: the child of the result, if any, and messages. */
    record Result(List<XmlElement> children, List<XmlElement> messages) {
        Result {
            children = List.copyOf(children);
            messages = List.copyOf(messages);
        }

        static Result empty() {
            return new Result(List.of(), List.of());
        }

        static Result of(XmlElement child) {
            return new Result(List.of(child), List.of());
        }

        Result with(List<XmlElement> more) {
            List<XmlElement> all = new ArrayList<>(messages);
            all.addAll(more);
            return new Result(children, all);
        }
    }
}
