package dev.toolflow.store;

import dev.toolflow.image.ImageFormat;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a name that people typed harmless on every system. Sources: Microsoft's "Naming Files, Paths, and Namespaces"; POSIX
 * for the slash and NUL; Unicode's categories for what is not shown or changes the direction of what is.
 */
final class SafeFileName {
    private static final int LONGEST = 120;

    /** Controls, formats, halves of surrogate pairs, private and unassigned characters, line and paragraph separators. */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final Pattern SPECIAL = Pattern.compile("[/\\\\:*?\"<>|]");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern EDGES = Pattern.compile("^[\\s.]+|[\\s.]+$");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$)(\\..*)?");
    private static final Set<String> JPEG_ENDINGS = Set.of("jpg", "jpeg");

    private SafeFileName() {}

    /** Empty when nothing of the name is left. */
    static Optional<String> of(String name, ImageFormat format) {
        String shown = NOT_SHOWN
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFC))
                .replaceAll("");
        String plain =
                trimmed(SPACES.matcher(SPECIAL.matcher(shown).replaceAll("_")).replaceAll(" "));
        String stem = trimmed(cut(trimmed(withoutEnding(plain, format))));
        if (stem.isEmpty()) {
            return Optional.empty();
        }
        String harmless = RESERVED.matcher(stem).matches() ? "_" + stem : stem;
        return Optional.of(harmless + "." + format.extension());
    }

    private static String trimmed(String name) {
        return EDGES.matcher(name).replaceAll("");
    }

    private static String withoutEnding(String name, ImageFormat format) {
        int dot = name.lastIndexOf('.');
        String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        boolean own =
                ending.equals(format.extension()) || (format == ImageFormat.JPEG && JPEG_ENDINGS.contains(ending));
        return dot >= 0 && own ? name.substring(0, dot) : name;
    }

    /** Never in the middle of a character; short enough for file systems that count bytes up to 255. */
    private static String cut(String stem) {
        int end = 0;
        int bytes = 0;
        while (end < stem.length()) {
            int point = stem.codePointAt(end);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (end + Character.charCount(point) > LONGEST - 5 || bytes > 240) {
                break;
            }
            end += Character.charCount(point);
        }
        return stem.substring(0, end);
    }
}
