package im.kith.cli.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import im.kith.cli.render.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes contacts as CSV (RFC 4180), everything that a contact holds; with several of a kind in a cell, a line each. */
public final class CsvExport implements ContactWriter {

    private final Consumer<String> out;

    /** Begins with a byte order mark, without which Excel takes the file for something else than UTF-8. */
    public CsvExport(Consumer<String> out) throws IOException {
        this.out = out;
        out.accept("\uFEFF");
        row(CsvHeader.OWN);
    }

    @Override
    public void write(JsonObject contact) throws IOException {
        List<String> jids = new ArrayList<>();
        List<String> mails = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonElement identity : Json.array(contact, "identities")) {
            String type = Json.text(identity, "type");
            String value = Json.text(identity, "value");
            switch (type) {
                case "jid" -> jids.add(value);
                case "email" -> mails.add(value);
                case "tel" -> numbers.add(value);
                default -> others.add(XmppUri.encode(type) + ":" + value);
            }
        }
        List<String> groups = Json.array(contact, "groups").stream()
                .map(group -> Json.text(group, "name"))
                .filter(name -> !name.isEmpty())
                .toList();
        row(List.of(
                Json.text(contact, "name"),
                CsvCells.write(jids),
                CsvCells.write(mails),
                CsvCells.write(numbers),
                CsvCells.write(others),
                CsvCells.write(groups),
                CsvCells.write(Json.texts(contact, "unknown"))));
    }

    private void row(List<String> fields) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            writer.writeRecord(fields);
        }
        out.accept(text.toString());
    }
}
