package im.kith.core.pep;

import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data form (XEP-0004) as values by field name; what a form of one FORM_TYPE says.
 *
 * @param type of the form: {@code form}, {@code submit}, {@code cancel} or {@code result}
 * @param fields their values in the order given; a field without a value has none
 */
record DataForm(String type, Map<String, List<String>> fields) {

    static final String FORM_TYPE = "FORM_TYPE";

    DataForm {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        fields = Collections.unmodifiableMap(copy);
    }

    /** The form in {@code parent}, if there is one. */
    static Optional<DataForm> in(XmlElement parent) {
        return parent.first(Names.FORM, "x").map(DataForm::read);
    }

    private static DataForm read(XmlElement form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (XmlElement field : form.elements(Names.FORM, "field")) {
            Optional<String> name = field.attribute("var");
            if (name.isPresent()) {
                List<String> values = new ArrayList<>();
                field.elements(Names.FORM, "value").forEach(value -> values.add(value.text()));
                fields.put(name.get(), values);
            }
        }
        // a form without a type occurs, and means a submission
        return new DataForm(form.attribute("type").orElse("submit"), fields);
    }

    boolean isCancelled() {
        return type.equals("cancel");
    }

    Optional<String> formType() {
        return first(FORM_TYPE);
    }

    Optional<String> first(String name) {
        return fields.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The fields but FORM_TYPE. */
    Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>(fields);
        values.remove(FORM_TYPE);
        return values;
    }

    /** Collects the fields of a form that the service sends. */
    static final class Writer {
        private final XmlElement.Builder form;

        Writer(String type, String formType) {
            form = XmlElement.builder(Names.FORM, "x").attribute("type", type);
            form.child(XmlElement.builder(Names.FORM, "field")
                    .attribute("var", FORM_TYPE)
                    .attribute("type", "hidden")
                    .child(value(formType))
                    .build());
        }

        Writer field(String name, String type, Optional<String> label, List<String> options, List<String> values) {
            XmlElement.Builder field = XmlElement.builder(Names.FORM, "field")
                    .attribute("var", name)
                    .attribute("type", type);
            label.ifPresent(text -> field.attribute("label", text));
            values.forEach(text -> field.child(value(text)));
            options.forEach(text -> field.child(
                    XmlElement.builder(Names.FORM, "option").child(value(text)).build()));
            form.child(field.build());
            return this;
        }

        private static XmlElement value(String text) {
            return XmlElement.builder(Names.FORM, "value").text(text).build();
        }

        XmlElement build() {
            return form.build();
        }
    }
}
