package dev.toolflow.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.toolflow.image.ImageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names a file's format from its first bytes, as browsers do (WHATWG MIME Sniffing), not from its name. */
final class ImageSniffer {
    /** How many bytes are looked at. */
    static final int HEAD = 256;

    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    private static final String JPEG = "\u00ff\u00d8\u00ff";

    /** Prefixes of other formats, as Latin-1. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("GIF87a", "a GIF"),
            Map.entry("GIF89a", "a GIF"),
            Map.entry("BM", "a BMP"),
            Map.entry("II*\0", "a TIFF"),
            Map.entry("MM\0*", "a TIFF"),
            Map.entry("\0\0\1\0", "an icon"),
            Map.entry("%PDF", "a PDF"),
            Map.entry("PK\3\4", "a ZIP archive"),
            Map.entry("\u001f\u008b", "gzip"),
            Map.entry("8BPS", "a Photoshop file"),
            Map.entry("RIFF", "a RIFF file other than WebP"));

    private ImageSniffer() {}

    static Optional<ImageFormat> format(byte[] head) {
        String start = new String(head, ISO_8859_1);
        if (start.startsWith(PNG)) {
            return Optional.of(ImageFormat.PNG);
        }
        if (start.startsWith(JPEG)) {
            return Optional.of(ImageFormat.JPEG);
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return Optional.of(ImageFormat.WEBP);
        }
        return Optional.empty();
    }

    /** What a refused file seems to be, with its article, in our own words. */
    static String name(byte[] head) {
        if (head.length == 0) {
            return "empty";
        }
        String start = new String(head, ISO_8859_1);
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (start.startsWith(other.getKey())) {
                return other.getValue();
            }
        }
        return start.startsWith("ftyp", 4) ? "an ISO media file (HEIC, AVIF or video)" : text(start);
    }

    private static String text(String start) {
        String utf8Mark = "\u00ef\u00bb\u00bf";
        String text = (start.startsWith(utf8Mark) ? start.substring(3) : start)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"))) {
            return "an SVG";
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
            return "HTML";
        }
        if (text.startsWith("<")) {
            return "XML or HTML";
        }
        return text.startsWith("{") || text.startsWith("[") ? "JSON" : "of an unknown format";
    }
}
