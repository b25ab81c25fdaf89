package dev.toolflow.pictures;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one picture whose header passed the guards. Metadata is not handed to the readers: texts that inflate to
 * gigabytes and broken profiles harm nobody who does not read them.
 */
final class Decoder {
    /** Encoders write about 10; each costs a pass over all pixels. */
    private static final int MAX_SCANS = 100;

    /** As many scans are decoded of a picture of any size. */
    private static final int MIN_SCANS = 16;

    /** How many pixels are passed in all scans: 32 times as many as a picture may have by the standard limits. */
    private static final long MAX_PASSED = 32L << 24;

    private final EncodedPicture picture;
    private final Container container;

    Decoder(EncodedPicture picture, Container container) {
        this.picture = picture;
        this.container = container;
    }

    Picture decode() {
        long most = mostScans();
        if (container instanceof JpegContainer jpeg && jpeg.scans() > most) {
            throw broken("it has more than " + most + " scans", null);
        }
        return new Picture(container.orientation().upright(stored()));
    }

    private long mostScans() {
        long pixels = (long) picture.width() * picture.height();
        return Math.max(MIN_SCANS, Math.min(MAX_SCANS, MAX_PASSED / pixels));
    }

    private Pixels stored() {
        ImageReader reader = null;
        try (ImageInputStream in = content()) {
            reader = reader(picture.format());
            reader.setInput(in, true, true);
            if (reader.getWidth(0) != picture.width() || reader.getHeight(0) != picture.height()) {
                throw broken("its decoder sees another size than its header says", null);
            }
            return read(reader);
        } catch (IOException e) {
            throw broken("its pixels cannot be decoded", e);
        } catch (ImageRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // Readers fail on damaged pixels in ways that they do not declare.
            throw broken("its pixels cannot be decoded", e);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private ImageInputStream content() {
        return picture.format() == ImageFormat.WEBP
                ? new WebpStream(picture.bytes())
                : new MemoryCacheImageInputStream(picture.open());
    }

    private Pixels read(ImageReader reader) throws IOException {
        if (container instanceof JpegContainer jpeg && jpeg.components() == 4) {
            Raster raster = reader.readRaster(0, null);
            return jpeg.isYcck() ? Cmyk.ofYcck(raster) : Cmyk.ofCmyk(raster);
        }
        Pixels pixels = Srgb.pixels(reader.read(0));
        return container instanceof PngContainer png
                ? png.colourProfile().map(profile -> profile.toSrgb(pixels)).orElse(pixels)
                : pixels;
    }

    private static ImageReader reader(ImageFormat format) throws IOException {
        if (format == ImageFormat.WEBP) {
            // Not looked up: ImageIO finds plugins only where the class loader of the thread that asked first sees
            // them.
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.extension());
        if (!readers.hasNext()) {
            throw new IllegalStateException("every Java platform reads " + format + ", here its plugin was removed");
        }
        return readers.next();
    }

    private static ImageRefusedException broken(String what, @Nullable Exception cause) {
        ImageRefusedException refusal = new ImageRefusedException(Reason.BROKEN, what);
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }
}
