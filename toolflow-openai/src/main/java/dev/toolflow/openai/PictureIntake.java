package dev.toolflow.openai;

import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.store.ImageStoreException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the base64 of one picture after the other into the spool, block by block. Strict: no other characters, padding
 * at the end only and as much as is due. From what is wrong with a picture on, the rest of it passes by, so that what
 * follows in the reply can be read. Source: RFC 4648, section 4. For one thread.
 */
final class PictureIntake {
    /** A character that base64 does not have. */
    static final int NO_BASE64 = '*';

    /** So many characters stand for so many bytes. */
    private static final int GROUP = 4;

    private static final int GROUP_BYTES = 3;
    private static final byte ZERO_BITS = 'A';
    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private final ImageSpool spool;
    private final byte[] block;
    private final byte[] decoded;
    private final byte[] single = new byte[1];
    private int count;
    private boolean empty;
    private boolean padded;
    private ImageSpool.@Nullable Intake intake;
    private @Nullable ReceivedPicture fault;

    /** @param buffers nobody else's until the pictures are received, but for the characters */
    PictureIntake(ImageSpool spool, PictureBuffers buffers) {
        this.spool = spool;
        this.block = buffers.part();
        this.decoded = buffers.decoded();
    }

    void begin() {
        count = 0;
        empty = true;
        padded = false;
        fault = null;
        try {
            intake = spool.begin();
        } catch (ImageStoreException e) {
            fail(new ReceivedPicture.Lost(e));
        }
    }

    void write(int character) {
        single[0] = (byte) character;
        write(single, 0, 1);
    }

    /**
     * Takes a whole block, which is decoded where it lies.
     *
     * @return false if it is not base64 alone, or does not follow another whole block; then nothing of it is taken
     */
    boolean writeWhole(byte[] characters) {
        ImageSpool.Intake open = intake;
        if (open == null || count > 0 || padded) {
            return false;
        }
        int length;
        try {
            length = DECODER.decode(characters, decoded);
        } catch (IllegalArgumentException e) {
            return false;
        }
        empty = false;
        padded = isPadded(characters);
        keep(open, 0, length);
        return true;
    }

    /** Passes by what comes when no picture was begun. */
    void write(byte[] characters, int offset, int length) {
        int from = offset;
        for (int left = length; left > 0 && intake != null; left = offset + length - from) {
            int taken = Math.min(left, block.length - count);
            System.arraycopy(characters, from, block, count, taken);
            from += taken;
            count += taken;
            empty = false;
            if (padded) {
                refuse("is no base64");
            } else if (count == block.length) {
                decode(0);
            }
        }
    }

    /** Ends the picture that was begun. */
    ReceivedPicture finish() {
        if (empty && intake != null) {
            refuse("is empty");
        } else if (count > 0) {
            decodeRest();
        }
        ImageSpool.Intake open = intake;
        if (open == null) {
            return fault == null ? new ReceivedPicture.Unusable("was not begun") : fault;
        }
        intake = null;
        try {
            return new ReceivedPicture.Whole(open.finish());
        } catch (ImageStoreException e) {
            return new ReceivedPicture.Lost(e);
        }
    }

    /** Gives up the picture that was begun, if any. */
    void abandon() {
        ImageSpool.Intake open = intake;
        intake = null;
        if (open != null) {
            open.abandon();
        }
    }

    /** The decoder takes whole arrays only: what the block lacks goes before the rest of the picture, as zeros. */
    private void decodeRest() {
        int lacking = block.length - count;
        if (lacking % GROUP != 0) {
            refuse("is no base64");
            return;
        }
        System.arraycopy(block, 0, block, lacking, count);
        Arrays.fill(block, 0, lacking, ZERO_BITS);
        decode(lacking / GROUP * GROUP_BYTES);
    }

    /** @param from the first of the decoded bytes that belongs to the picture */
    private void decode(int from) {
        ImageSpool.Intake open = intake;
        if (open == null) {
            return;
        }
        count = 0;
        padded = isPadded(block);
        try {
            keep(open, from, DECODER.decode(block, decoded));
        } catch (IllegalArgumentException e) {
            // Its message would quote the character.
            refuse("is no base64");
        }
    }

    private static boolean isPadded(byte[] characters) {
        return characters[characters.length - 1] == '=';
    }

    private void keep(ImageSpool.Intake open, int from, int to) {
        try {
            open.write(decoded, from, to - from);
        } catch (ImageRefusedException e) {
            refuse("cannot be used: " + e.getMessage());
        } catch (ImageStoreException e) {
            fail(new ReceivedPicture.Lost(e));
        }
    }

    private void refuse(String why) {
        fail(new ReceivedPicture.Unusable(why));
    }

    private void fail(ReceivedPicture outcome) {
        fault = outcome;
        abandon();
    }
}
