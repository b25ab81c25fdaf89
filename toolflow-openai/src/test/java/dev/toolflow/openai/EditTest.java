package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSource;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import dev.toolflow.testkit.RecordedRequest;
import dev.toolflow.testkit.request.Part;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {
    private static final byte[] PNG = Pictures.png(64, 64);
    private static final byte[] JPEG = Pictures.jpeg(64, 64);

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final GeneratedImage hero = Pictures.reference(PNG, 64, 64);
    private final Calls.Context context = new Calls.Context().store(hero, PNG);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    @Nested
    class An_edit_of_one_picture {

        @Test
        void sends_it_as_image_with_name_and_type_and_the_rest_as_text() {
            ToolCallResponse response = service.executeToolCall(
                    Calls.edit(ImageEditInput.of("On marble", hero)
                            .n(2)
                            .size(1024, 1024)
                            .outputFormat(ImageFormat.JPEG)),
                    context);

            RecordedRequest sent = server.requests().get(0);
            assertThat(sent.path()).isEqualTo("/v1/images/edits");
            assertThat(sent.parts())
                    .extracting(Part::name)
                    .containsExactly("model", "prompt", "n", "output_format", "size", "image");
            assertThat(sent.parts())
                    .filteredOn(part -> part.filename() == null)
                    .extracting(Part::text)
                    .containsExactly("gpt-image-2", "On marble", "2", "jpeg", "1024x1024");
            Part image = sent.parts("image").get(0);
            assertThat(image.filename()).isEqualTo("image-1.png");
            assertThat(image.contentType()).isEqualTo("image/png");
            assertThat(image.bytes()).isEqualTo(PNG);
            assertThat(response.output()).contains("\"mime\":\"image/jpeg\"");
            assertThat(context.images().images()).hasSize(2);
            assertThat(response.usage().input()).isEqualTo(server.ledger().input());
            assertThat(response.usage().output()).isEqualTo(server.ledger().output());
        }
    }

    @Nested
    class An_edit_of_several_pictures {

        @Test
        void sends_each_with_a_name_and_type_of_its_own_whatever_its_file_is_called() throws IOException {
            Path photo = Files.write(directory.resolve("really a photo.png"), JPEG);
            Path mask = Files.write(directory.resolve("mask"), PNG);
            ImageEditInput input = ImageEditInput.of("Both", List.of(ImageSource.of(hero), ImageSource.of(photo)))
                    .mask(ImageSource.of(mask));

            ToolCallRequest request = Calls.edit(input);
            String form = form(request);

            assertThat(form)
                    .contains("name=\"image[]\"; filename=\"image-1.png\"\r\nContent-Type: image/png\r\n\r\n")
                    .contains("name=\"image[]\"; filename=\"image-2.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                    .contains("name=\"mask\"; filename=\"mask.png\"\r\nContent-Type: image/png\r\n\r\n")
                    .doesNotContain("really a photo");
        }

        @Test
        void can_be_written_again_and_is_as_long_as_it_says() throws IOException {
            Path photo = Files.write(directory.resolve("photo"), JPEG);
            EditBody body = EditBody.of(
                    Calls.edit(ImageEditInput.of("Both", List.of(ImageSource.of(hero), ImageSource.of(photo)))),
                    context,
                    Calls.IMAGES);
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            ByteArrayOutputStream second = new ByteArrayOutputStream();

            body.writeTo(first);
            body.writeTo(second);

            assertThat(first.size()).isEqualTo((int) body.contentLength());
            assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
        }

        @Test
        void arrives_at_a_server_that_checks_it() throws IOException {
            Path photo = Files.write(directory.resolve("photo"), JPEG);

            service.executeToolCall(
                    Calls.edit(ImageEditInput.of("Both", List.of(ImageSource.of(hero), ImageSource.of(photo)))),
                    context);

            assertThat(server.requests().get(0).parts("image[]"))
                    .extracting(Part::bytes)
                    .containsExactly(PNG, JPEG);
        }

        private String form(ToolCallRequest request) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            EditBody.of(request, context, Calls.IMAGES).writeTo(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Nested
    class A_picture_that_the_store_cannot_give {

        @Test
        void ends_the_call_as_the_stores_fault_and_the_next_call_goes_well() {
            context.store(hero, new byte[10]);
            ToolCallRequest request = Calls.edit(ImageEditInput.of("It", hero));

            assertThat(catchThrowableOfType(ImageStoreException.class, () -> service.executeToolCall(request, context)))
                    .hasMessageContaining(hero.fileName());

            context.store(hero, PNG);
            assertThat(service.executeToolCall(request, context).output()).contains("sha256");
        }
    }

    @Nested
    class A_stored_picture_of_50_MB {

        @Test
        void is_rejected_by_name_before_anything_is_sent() {
            GeneratedImage large = new GeneratedImage(Pictures.sha256(PNG), "image/png", 6000, 6000, 50_000_000, null);

            assertThat(catchThrowableOfType(
                            Rejected.class,
                            () -> service.executeToolCall(Calls.edit(ImageEditInput.of("It", large)), context)))
                    .hasMessage("step 'banner': the picture " + large.fileName()
                            + " has 50000000 bytes; an edit takes less than 50000000");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class A_connection_that_breaks_while_the_form_is_sent {

        @Test
        void bought_nothing() throws IOException {
            Path file = Files.write(directory.resolve("large"), Pictures.pngOfBytes(30_000_000));
            server.next(Fault.resetBeforeReading());

            Transient broken = catchThrowableOfType(
                    Transient.class,
                    () -> service.executeToolCall(
                            Calls.edit(ImageEditInput.of("It", List.of(ImageSource.of(file)))), context));

            assertThat(broken).hasMessageContaining("before the request was sent");
            assertThat(broken.receipt()).isEqualTo(CallReceipt.none());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Nested
    class An_older_model {

        @Test
        void is_asked_for_base64() {
            ImageEditInput input = ImageEditInput.of("It", hero);
            ToolCallRequest request = new ToolCallRequest(
                    "banner", Calls.EDIT, ToolInput.of(input, "{}"), "dall-e-2", Options.standard());
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            EditBody.of(request, context, Calls.IMAGES).writeTo(out);

            assertThat(out.toString(StandardCharsets.ISO_8859_1))
                    .contains("name=\"response_format\"\r\n\r\nb64_json\r\n");
        }
    }
}
