package dev.toolflow.testkit.answer;

import dev.toolflow.testkit.request.PictureSize;
import java.util.Base64;

/**
 * What a picture in a message costs: 85 tokens and 170 for each tile of 512 pixels, once the picture is scaled to fit into 2048
 * pixels and its shorter side to 768. Source: OpenAI's guide "Images and vision", calculating costs (GPT-4o).
 */
final class VisionTokens {

    private static final int WHOLE = 85;
    private static final int TILE = 170;
    private static final int UNSEEN = WHOLE + 4 * TILE;
    private static final int HEAD = 64 * 1024;

    private VisionTokens() {}

    /** Returns the tokens of a data URL in high detail; a link, which is not fetched, counts as 1024 pixels square. */
    static int of(String url) {
        int comma = url.startsWith("data:") ? url.indexOf(',') : -1;
        if (comma < 0) {
            return UNSEEN;
        }
        String base64 = url.substring(comma + 1, Math.min(url.length(), comma + 1 + HEAD));
        byte[] head = Base64.getDecoder().decode(base64.substring(0, base64.length() / 4 * 4));
        return PictureSize.of(head).map(VisionTokens::tokens).orElse(UNSEEN);
    }

    private static int tokens(PictureSize size) {
        double fit = Math.min(1, 2048.0 / Math.max(size.width(), size.height()));
        double shrink = Math.min(fit, 768.0 / Math.min(size.width(), size.height()));
        int across = (int) Math.ceil(size.width() * shrink / 512);
        int down = (int) Math.ceil(size.height() * shrink / 512);
        return WHOLE + TILE * across * down;
    }
}
