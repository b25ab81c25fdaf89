package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.toolflow.audit.Issue;
import dev.toolflow.tool.ToolInput.Feedback;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells an image model of a picture as a person would: it knows nothing of the output's fields. Pure. */
final class PicturePlace {
    private static final Pattern PICTURE = Pattern.compile("images\\[(\\d{1,3})]");

    private PicturePlace() {}

    /** What was wrong, the place of each in words; without one where there was a single picture. */
    static List<Issue> told(Feedback feedback) {
        int pictures = pictures(feedback.outputJson());
        return feedback.issues().stream().map(issue -> told(issue, pictures)).toList();
    }

    private static Issue told(Issue issue, int pictures) {
        Matcher place = PICTURE.matcher(issue.path() == null ? "" : issue.path());
        if (!place.matches()) {
            return issue;
        }
        String among = pictures > 1 ? " of " + pictures : "";
        String where = pictures == 1 ? "" : " (picture " + (Integer.parseInt(place.group(1)) + 1) + among + ")";
        return new Issue(issue.severity(), issue.message() + where, null, issue.suggestion(), issue.source());
    }

    /** How many pictures the attempt made; 0 where its output does not say. */
    private static int pictures(@Nullable String outputJson) {
        AtomicInteger count = new AtomicInteger();
        try (JsonParser json = Json.CHAT.createParser(outputJson == null ? "" : outputJson)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                JsonFields.of(json, name -> {
                    if (name.equals("images")) {
                        JsonFields.elements(json, index -> {
                            count.set(index + 1);
                            json.skipChildren();
                        });
                    } else {
                        json.skipChildren();
                    }
                });
            }
            return count.get();
        } catch (IOException e) {
            // The attempt may have failed for just that; its issue is told all the same.
            return 0;
        }
    }
}
