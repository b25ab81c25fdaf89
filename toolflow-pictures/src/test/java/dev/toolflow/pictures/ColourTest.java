package dev.toolflow.pictures;

import static dev.toolflow.pictures.Exif.chunk;
import static dev.toolflow.pictures.Exif.latin;
import static dev.toolflow.pictures.Exif.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toolflow.testkit.picture.PictureFile;
import dev.toolflow.testkit.request.PictureType;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourTest {

    private static byte[] png(RenderedImage image) throws IOException {
        return written("png", new IIOImage(image, null, null), ImageWriteParam.MODE_COPY_FROM_METADATA);
    }

    private static byte[] written(String format, IIOImage image, int progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive);
            writer.setOutput(out);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static int firstPixel(byte[] file) throws IOException {
        return Drawn.decoded(file).toBufferedImage().getRGB(0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 128, 200, 255})
    void grey_keeps_its_lightness_in_8_and_in_16_bits(int level) throws IOException {
        BufferedImage eight = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage sixteen = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        eight.getRaster().setSample(0, 0, 0, level);
        sixteen.getRaster().setSample(0, 0, 0, level * 257);
        int grey = 0xff000000 | level * 0x010101;

        assertThat(firstPixel(png(eight))).isEqualTo(grey);
        assertThat(firstPixel(png(sixteen))).isEqualTo(grey);
    }

    @Test
    void sixteen_bits_a_channel_become_eight() throws IOException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                ColorModel.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(2, 2);
        raster.setPixel(0, 0, new int[] {0x1111, 0x8080, 0xffff, 0x4040});

        int pixel = firstPixel(png(new BufferedImage(model, raster, false, null)));

        assertThat(pixel).isEqualTo(0x401180ff);
    }

    @Test
    void a_palette_becomes_its_colours() throws IOException {
        byte[] red = {0, (byte) 0xff};
        byte[] green = {0, (byte) 0x80};
        byte[] blue = {0, 0x20};
        byte[] alpha = {0, (byte) 0xff};
        IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue, alpha);
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setSample(0, 0, 0, 1);

        Picture picture = Drawn.decoded(png(image));

        assertThat(picture.toBufferedImage().getRGB(0, 0)).isEqualTo(0xffff8020);
        assertThat(picture.isOpaque()).isFalse();
    }

    @Test
    void interlaced_and_progressive_files_are_the_same_picture() throws IOException {
        BufferedImage image = Drawn.quarters(33, 33);
        IIOImage source = new IIOImage(image, null, null);

        byte[] interlaced = written("png", source, ImageWriteParam.MODE_DEFAULT);
        byte[] progressive = written("jpeg", source, ImageWriteParam.MODE_DEFAULT);
        byte[] baseline = written("jpeg", source, ImageWriteParam.MODE_DISABLED);

        assertThat(interlaced[28]).as("interlace method").isEqualTo((byte) 1);
        assertThat(Drawn.decoded(interlaced)).isEqualTo(Picture.of(image));
        assertThat(Drawn.decoded(progressive)).isEqualTo(Drawn.decoded(baseline));
    }

    @Test
    void a_lossless_webp_is_exact() throws IOException {
        BufferedImage image = Drawn.noise(40, 30, 1);
        BufferedImage plain = Drawn.plain(300, 300, 0xff204060);

        assertThat(Drawn.decoded(PictureFile.of(image, PictureType.WEBP, 100))).isEqualTo(Picture.of(image));
        assertThat(Drawn.decoded(PictureFile.of(plain, PictureType.WEBP, 100))).isEqualTo(Picture.of(plain));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 255 255 255 255, ffffffff",
        "0, 0 255 255 255, ff00ffff",
        "0, 255 255 255 0, ff000000",
        "2, 0 128 128 255, ffffffff",
        "2, 255 128 128 255, ff000000"
    })
    void print_colours_become_screen_colours(int transform, String inverted, String shown) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        String[] inks = inverted.split(" ");
        for (int band = 0; band < 4; band++) {
            int[] samples = new int[256];
            Arrays.fill(samples, Integer.parseInt(inks[band]));
            raster.setSamples(0, 0, 16, 16, band, samples);
        }
        byte[] jpeg = written("jpeg", new IIOImage(raster, null, null), ImageWriteParam.MODE_DISABLED);
        byte[] adobe = segment(0xee, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});

        assertThat(Integer.toHexString(firstPixel(Drawn.insert(jpeg, 2, adobe))))
                .isEqualTo(shown);
    }

    @Test
    void a_colour_profile_is_applied() throws IOException {
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] png = Drawn.png(Drawn.plain(4, 4, 0xff808080));

        int shown = firstPixel(Drawn.insert(png, 33, profile(linear))) & 0xff;

        float[] expected = new ICC_ColorSpace(ICC_Profile.getInstance(linear)).toRGB(new float[] {.5f, .5f, .5f});
        assertThat(shown).isCloseTo(Math.round(expected[0] * 255), within(2));
        assertThat(shown).isGreaterThan(0xa0);
    }

    private static byte[] profile(byte[] icc) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(icc);
        }
        return chunk("iCCP", Exif.join(latin("linear\0\0"), deflated.toByteArray()));
    }

    /** A head alone, whose tags are counted as none: Java reads it, and fails when a pixel is to be converted. */
    @Test
    void a_profile_that_lacks_its_tags_is_not_applied() throws IOException {
        byte[] head =
                Arrays.copyOf(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData(), 132);
        ByteBuffer.wrap(head).putInt(0, head.length).putInt(128, 0);
        byte[] png = Drawn.png(Drawn.plain(4, 4, 0xff808080));

        assertThat(firstPixel(Drawn.insert(png, 33, profile(head)))).isEqualTo(0xff808080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "name\0\0not deflated"})
    void a_damaged_profile_is_not_applied(String content) throws IOException {
        byte[] png = Drawn.png(Drawn.plain(4, 4, 0xff808080));

        assertThat(firstPixel(Drawn.insert(png, 33, chunk("iCCP", latin(content)))))
                .isEqualTo(0xff808080);
    }
}
