package dev.toolflow.examples.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names as directories are called: safe on every file system, and still to be recognised. */
public final class Slug {
    private static final int LONGEST = 40;
    private static final int MARK = 6;

    private Slug() {}

    /**
     * Returns the letters and digits of each name with dashes between them, such as {@code ada-lovelace}, 40 characters at
     * most. One that has none of these, that a device is called, that is taken, or that several names share, gets six digits of
     * its name's hash.
     */
    public static List<String> each(List<String> names, Set<String> taken) {
        List<String> plain = names.stream().map(Slug::plain).toList();
        return names.stream()
                .map(name -> {
                    String slug = plain(name);
                    return Collections.frequency(plain, slug) == 1
                                    && !slug.isEmpty()
                                    && !isDevice(slug)
                                    && !taken.contains(slug)
                            ? slug
                            : marked(slug, name);
                })
                .toList();
    }

    /** Returns the SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256; use another", e);
        }
    }

    private static String plain(String name) {
        String slug = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-", "");
        return slug.substring(0, Math.min(LONGEST, slug.length())).replaceAll("-$", "");
    }

    private static String marked(String slug, String name) {
        String mark = sha256(name).substring(0, MARK);
        return slug.isEmpty() ? mark : slug + "-" + mark;
    }

    /** Names that Windows keeps for devices. */
    private static boolean isDevice(String slug) {
        return slug.matches("con|prn|aux|nul|com[0-9]|lpt[0-9]");
    }
}
