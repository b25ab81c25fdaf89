package dev.toolflow.openai;

import dev.toolflow.ingest.ImageSpool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a reply's body and the JSON parser and takes the pictures out: the text of every field
 * {@code b64_json} goes into the spool, and the parser gets a ticket in its place. It knows of JSON only where texts
 * begin and end; that the rest is valid is the parser's to see. For one thread.
 */
final class PictureFilter extends InputStream {
    private static final byte[] NAME = "b64_json".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CUT = {'"'};
    private static final byte[] NO_TICKET = {'"', '"'};
    private static final int SPARE = 16;

    private final InputStream body;
    private final int most;
    private final PictureIntake intake;
    private final Map<String, ReceivedPicture> pictures = new HashMap<>();
    private final byte[] buffer;
    private int tickets;
    private @Nullable IOException failure;
    private int at;
    private int filled;
    private Place place = Place.OUTSIDE;
    private int matched;
    private byte[] ticket = {};
    private int ticketAt;

    /**
     * @param wanted how many pictures are asked for; some more of that name are received, and the rest is read past
     * @param buffers nobody else's until the body is read
     */
    PictureFilter(InputStream body, ImageSpool spool, int wanted, PictureBuffers buffers) {
        this.body = body;
        this.most = wanted + SPARE;
        this.intake = new PictureIntake(spool, buffers);
        this.buffer = buffers.characters();
    }

    /** Where in the JSON the next byte is. */
    private enum Place {
        OUTSIDE,
        TEXT,
        /** Behind a backslash. */
        ESCAPED,
        /** Behind a text that is the field's name, if a colon follows. */
        NAMED,
        /** Behind the colon. */
        BEFORE_VALUE
    }

    /** Begins with another JSON text of the same body; what is buffered of the one before is dropped. */
    void restart() {
        place = Place.OUTSIDE;
        at = 0;
        filled = 0;
        ticketAt = ticket.length;
        pictures.clear();
    }

    /**
     * Gives out the picture of a ticket, once.
     *
     * @param text what the parser read as the field's value
     * @return null if it is none, which is what a name written with escapes comes to
     */
    @Nullable
    ReceivedPicture redeem(String text) {
        return pictures.remove(text);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ticketAt == ticket.length && peek() < 0) {
            return -1;
        }
        int count = 0;
        while (count < length) {
            if (ticketAt < ticket.length) {
                target[offset + count++] = ticket[ticketAt++];
            } else if (at == filled) {
                break;
            } else if (place == Place.BEFORE_VALUE && buffer[at] == '"') {
                if (count > 0) {
                    // What stands before the picture must not be lost with it.
                    break;
                }
                at++;
                receive();
            } else {
                place = after(buffer[at]);
                target[offset + count++] = buffer[at++];
            }
        }
        return count;
    }

    private Place after(byte octet) {
        return switch (place) {
            case ESCAPED -> Place.TEXT;
            case TEXT -> inText(octet);
            case NAMED -> octet == ':' ? Place.BEFORE_VALUE : isSpace(octet) ? Place.NAMED : outside(octet);
            case BEFORE_VALUE -> isSpace(octet) ? Place.BEFORE_VALUE : outside(octet);
            case OUTSIDE -> outside(octet);
        };
    }

    private Place outside(byte octet) {
        matched = 0;
        return octet == '"' ? Place.TEXT : Place.OUTSIDE;
    }

    private Place inText(byte octet) {
        if (octet == '"') {
            return matched == NAME.length ? Place.NAMED : Place.OUTSIDE;
        }
        matched = matched >= 0 && matched < NAME.length && NAME[matched] == octet ? matched + 1 : -1;
        return octet == '\\' ? Place.ESCAPED : Place.TEXT;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** Takes a text in, from behind its opening quote to behind its closing one. */
    private void receive() throws IOException {
        place = Place.OUTSIDE;
        hand(CUT);
        if (pictures.size() < most) {
            intake.begin();
            receiveWholeBlocks();
        }
        while (peek() >= 0) {
            int end = PlainText.end(buffer, at, filled);
            intake.write(buffer, at, end - at);
            at = end;
            int octet = at < filled ? take() : 0;
            if (octet == '"') {
                hand(received());
                return;
            }
            if (octet == '\\') {
                intake.write(escaped());
            }
        }
        intake.abandon();
    }

    /** Takes in full buffers as they are, without a look at each character, up to one that has more than base64. */
    private void receiveWholeBlocks() throws IOException {
        while (gather() && intake.writeWhole(buffer)) {
            at = filled;
        }
    }

    /**
     * Fills the whole buffer, from its start; false if the body ends or fails before. It may read past the picture, but not
     * past the JSON text, which is of no use before all of it is there. What came before a failure is not lost with it.
     */
    private boolean gather() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        filled -= at;
        at = 0;
        while (filled < buffer.length) {
            int count = failure == null ? readMore() : -1;
            if (count < 0) {
                return false;
            }
            filled += count;
        }
        return true;
    }

    private int readMore() {
        try {
            return body.read(buffer, filled, buffer.length - filled);
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }

    private byte[] received() {
        if (pictures.size() == most) {
            return NO_TICKET;
        }
        String number = String.valueOf(tickets++);
        pictures.put(number, intake.finish());
        return ("\"" + number + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    private void hand(byte[] text) {
        ticket = text;
        ticketAt = 0;
    }

    /** What an escape stands for, as far as base64 has it. */
    private int escaped() throws IOException {
        int octet = take();
        if (octet != 'u') {
            return octet == '/' ? octet : PictureIntake.NO_BASE64;
        }
        int character = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                return PictureIntake.NO_BASE64;
            }
            at++;
            character = character << 4 | digit;
        }
        return character < 128 ? character : PictureIntake.NO_BASE64;
    }

    /** The next byte, which is not taken, or -1 at the end of the body. */
    private int peek() throws IOException {
        return at < filled || fill() ? buffer[at] & 0xff : -1;
    }

    /** The next byte of those that are buffered or still come, or -1 at the end of the body. */
    private int take() throws IOException {
        int octet = peek();
        if (octet >= 0) {
            at++;
        }
        return octet;
    }

    private boolean fill() throws IOException {
        if (failure != null) {
            throw failure;
        }
        at = 0;
        filled = Math.max(0, body.read(buffer, 0, buffer.length));
        return filled > 0;
    }
}
