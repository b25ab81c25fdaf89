package dev.toolflow.schema;

import java.util.Optional;

/**
 * A Java regular expression in the part of ECMA 262 that OpenAI takes, or nothing: what it lacks is checked locally
 * only. Left out are possessive quantifiers, atomic groups, inline flags, {@code \A \z \Z \G \Q \R \p} and their like,
 * class intersections, and, because strict schemas with them are answered by 400 ("regex lookaround is not supported"),
 * lookaround and back references.
 */
final class EcmaPattern {
    private static final String SAME_IN_BOTH = "dDwWsStnrf";
    private static final String SETS = "dDwWsS";
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";

    private final String java;
    private final StringBuilder ecma = new StringBuilder("^(?:");
    private int at;
    private boolean taken = true;

    private EcmaPattern(String java) {
        this.java = java;
    }

    /** Returns the expression anchored at both ends, since Java's {@code @Pattern} matches the whole text. */
    static Optional<String> of(String java) {
        EcmaPattern pattern = new EcmaPattern(java);
        while (pattern.taken && pattern.at < java.length()) {
            pattern.next();
        }
        return pattern.taken ? Optional.of(pattern.ecma.append(")$").toString()) : Optional.empty();
    }

    private void next() {
        switch (java.charAt(at)) {
            case '\\' -> escape(false);
            case '[' -> characterClass();
            case '(' -> group();
            case '*', '+', '?' -> quantifier(at + 1);
            case '{' -> quantifier(java.indexOf('}', at) + 1);
            case '}', ']' -> ecma.append('\\').append(java.charAt(at++));
            default -> ecma.append(java.charAt(at++));
        }
    }

    private void group() {
        boolean plain = !java.startsWith("(?", at) || java.startsWith("(?:", at);
        boolean named = java.startsWith("(?<", at) && !java.startsWith("(?<=", at) && !java.startsWith("(?<!", at);
        taken = plain || named;
        if (named) {
            at = java.indexOf('>', at) + 1;
            ecma.append('(');
        } else {
            int end = at + (java.startsWith("(?:", at) ? 3 : 1);
            ecma.append(java, at, end);
            at = end;
        }
    }

    private void quantifier(int end) {
        int stop = end < java.length() && java.charAt(end) == '?' ? end + 1 : end;
        taken = end > 0 && !(end < java.length() && java.charAt(end) == '+');
        ecma.append(java, at, Math.max(at, stop));
        at = Math.max(at, stop);
    }

    private void characterClass() {
        int open = java.startsWith("[^", at) ? at + 2 : at + 1;
        ecma.append(java, at, open);
        at = open;
        taken = !java.startsWith("]", at);
        boolean afterSet = false;
        while (taken && at < java.length() && java.charAt(at) != ']') {
            boolean set = isSet(at);
            if (java.charAt(at) == '-' && (afterSet || isSet(at + 1))) {
                ecma.append("\\-");
                at++;
            } else {
                classMember();
            }
            afterSet = set;
        }
        taken &= at < java.length();
        ecma.append(']');
        at++;
    }

    /** A range has no set of characters at its ends; Java takes the hyphen for one there, ECMA nothing. */
    private boolean isSet(int place) {
        return java.startsWith("\\", place) && place + 1 < java.length() && SETS.indexOf(java.charAt(place + 1)) >= 0;
    }

    private void classMember() {
        char member = java.charAt(at);
        if (member == '\\') {
            escape(true);
            return;
        }
        taken = member != '[' && !java.startsWith("&&", at);
        ecma.append(member);
        at++;
    }

    private void escape(boolean inClass) {
        char escaped = at + 1 < java.length() ? java.charAt(at + 1) : 'Q';
        int digits = escaped == 'u' ? 4 : escaped == 'x' ? 2 : 0;
        boolean letter = Character.isLetterOrDigit(escaped);
        boolean boundary = !inClass && (escaped == 'b' || escaped == 'B') && !java.startsWith("\\b{", at);
        if (SAME_IN_BOTH.indexOf(escaped) >= 0 || boundary) {
            ecma.append('\\').append(escaped);
        } else if (digits > 0 && java.substring(at + 2).matches("(?s)\\p{XDigit}{" + digits + "}.*")) {
            ecma.append(java, at, at + 2 + digits);
        } else if (letter) {
            taken = false;
        } else {
            boolean kept = SYNTAX.indexOf(escaped) >= 0 || (inClass && escaped == '-');
            ecma.append(kept ? "\\" : "").append(escaped);
            digits = 0;
        }
        at += 2 + digits;
    }
}
