package dev.toolflow.openai;

import dev.toolflow.audit.Issue;
import dev.toolflow.tool.ToolInput.Feedback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A picture's prompt with what was wrong with earlier pictures, no longer than its model takes. Immutable.
 *
 * @param text the prompt, whole, and behind it as many issues as fit
 * @param leftOut how many issues did not fit
 */
record FoldedPrompt(String text, int leftOut) {
    private static final String REFUSED = "\n\nThe previous picture was refused because:";

    /** Fewer characters of an issue tell nothing. */
    private static final int TELLING = 40;

    /**
     * Folds them in: the most severe have the first claim to the room, then those of the latest attempt, which stand first. One
     * that does not fit whole is cut, the prompt never.
     *
     * @param longest in characters (Unicode code points)
     */
    static FoldedPrompt of(String prompt, List<Feedback> feedback, int longest) {
        List<Issue> issues = latestFirst(feedback);
        int room = longest - length(prompt) - REFUSED.length();
        List<String> lines = fitting(issues, room);
        String text = lines.isEmpty() ? prompt : prompt + REFUSED + String.join("", lines);
        return new FoldedPrompt(text, issues.size() - lines.size());
    }

    private static List<Issue> latestFirst(List<Feedback> feedback) {
        List<Issue> issues = new ArrayList<>();
        for (int i = feedback.size() - 1; i >= 0; i--) {
            issues.addAll(PicturePlace.told(feedback.get(i)));
        }
        return issues;
    }

    private static List<String> fitting(List<Issue> issues, int room) {
        List<Integer> worstFirst = new ArrayList<>();
        for (int place = 0; place < issues.size(); place++) {
            worstFirst.add(place);
        }
        worstFirst.sort(
                Comparator.comparing((Integer place) -> issues.get(place).severity())
                        .reversed());
        TreeMap<Integer, String> lines = new TreeMap<>();
        int left = room;
        for (int place : worstFirst) {
            String line = "\n- " + FeedbackText.line(issues.get(place));
            if (length(line) <= left || left >= TELLING) {
                String told = cut(line, left);
                lines.put(place, told);
                left -= length(told);
            }
        }
        return List.copyOf(lines.values());
    }

    private static String cut(String text, int room) {
        return length(text) <= room ? text : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
