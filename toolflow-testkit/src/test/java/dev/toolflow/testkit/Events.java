package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Server-sent events read as the standard says, each with its name and data.
 *
 * @param names what {@code event:} said; empty where it was not there
 * @param data what {@code data:} said
 */
record Events(List<String> names, List<String> data) {

    static Events of(String body) {
        List<String> names = new ArrayList<>();
        List<String> data = new ArrayList<>();
        String name = "";
        StringBuilder lines = new StringBuilder();
        for (String line : body.replaceFirst("^\uFEFF", "").split("\r\n|\n|\r", -1)) {
            if (line.startsWith("event:")) {
                name = line.substring(6).replaceFirst("^ ", "");
            } else if (line.startsWith("data:")) {
                lines.append(line.substring(5).replaceFirst("^ ", ""));
            } else if (line.isEmpty()) {
                if (lines.length() > 0) {
                    names.add(name);
                    data.add(lines.toString());
                }
                name = "";
                lines.setLength(0);
            }
        }
        return new Events(names, data);
    }

    int size() {
        return data.size();
    }

    ObjectNode json(int index) {
        return Client.json(data.get(index));
    }

    ObjectNode last() {
        return json(size() - 1);
    }

    BufferedImage picture(int index) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(json(index).path("b64_json").binaryValue()));
    }

    /** Returns the text that the deltas make together, at a pointer within each. */
    String joined(String pointer) {
        StringBuilder text = new StringBuilder();
        for (String line : data) {
            if (!line.equals("[DONE]")) {
                JsonNode piece = Client.json(line).at("/choices/0/delta" + pointer);
                text.append(piece.isNull() ? "" : piece.asText(""));
            }
        }
        return text.toString();
    }
}
