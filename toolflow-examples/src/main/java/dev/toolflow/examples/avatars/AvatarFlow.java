package dev.toolflow.examples.avatars;

import dev.toolflow.FlowBuilder;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.store.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * From a persona to its avatars: a selfie and, by a chat model, scenes to see the person in; then one or two contact sheets of
 * four photos, which are edits of the selfie; at last the photos, cut out. What an earlier run made is not made again.
 */
public final class AvatarFlow {
    /** Takes the selfie. */
    public static final ImageGenerationStepDefinition SELFIE = ImageGenerationStepDefinition.create();

    /** Thinks of scenes. */
    public static final StepDefinition<SceneRequest, Variations> VARIATIONS = ChatStepDefinition.named(
                    "write_variations", SceneRequest.class, Variations.class)
            .description("Writes eight scenes to photograph a person in")
            .instructions("""
                    You plan the photos of one person, who does not exist, for the avatars of an app. Think of eight moments of \
                    this person's ordinary days, four for each of two contact sheets.

                    For each, one sentence of at most 40 words: where it is, what the light is like, what the person wears and \
                    does, and how they look, such as "laughing, half turned away". The face must be seen well each time. Vary \
                    place, clothes, mood and distance; keep to what the biography says. No other people, no brands, no text \
                    in the picture, nothing that only a studio can do.""")
            .build();

    /** Draws four of the scenes as one picture. */
    public static final ImageEditStepDefinition GRID = ImageEditStepDefinition.create();

    /** Looks at the selfie, where that is wanted. */
    public static final VisionAudit SELFIE_LOOK = VisionAudit.of(
            "one person alone, the whole face visible",
            "looks taken with a phone by an amateur: no studio light, no retouching, no illustration",
            "no text, no watermark and no border");

    /** Looks at each contact sheet, where that is wanted. */
    public static final VisionAudit SHEET_LOOK = VisionAudit.of(
            "four separate photos of equal size, two by two, with a plain straight gutter between them",
            "the same person in all four, alone, the head whole",
            "no text and no numbers");

    private final AvatarWish wish;
    private final Kept kept;
    private final Gathering gathering;
    private final ContactSheets sheets;

    private AvatarFlow(AvatarWish wish, Gathering gathering, ContactSheets sheets) {
        this.wish = wish;
        this.kept = gathering.kept();
        this.gathering = gathering;
        this.sheets = sheets;
    }

    /**
     * The flow for what is still missing.
     *
     * @param wish what is wanted
     * @param store the engine's, from which pictures are read to judge and cut them, and into which the photos go
     * @param gathering begins with what an earlier run made of the same persona, of as many avatars or not
     */
    static ToolFlow<Persona, Avatars> define(AvatarWish wish, ImageStore store, Gathering gathering) {
        return ToolFlow.define(
                "avatars", Persona.class, new AvatarFlow(wish, gathering, new ContactSheets(store))::place);
    }

    private Ref<Avatars> place(FlowBuilder flow, Ref<Persona> persona) {
        Ref<GeneratedImage> selfie = selfie(flow, persona);
        Ref<Variations> variations = variations(flow, persona);
        Ref<List<Sheet>> drawn = persona.map(p -> List.of());
        for (int number = 1; number <= wish.grids(); number++) {
            drawn = drawn.and(sheet(flow, number, selfie.and(variations))).map(AvatarFlow::plus);
        }
        Ref<Photos> photos =
                flow.local("photos", Photos.class, persona.and(drawn).map(Cutting::new), this::cut);
        return selfie.and(photos).map((s, p) -> new Avatars(s, p.photos()));
    }

    private Ref<GeneratedImage> selfie(FlowBuilder flow, Ref<Persona> persona) {
        GeneratedImage earlier = kept.selfie();
        if (earlier != null) {
            return persona.map(p -> earlier);
        }
        var plain = ToolCallStep.of(SELFIE).as("selfie").maxRetries(2).audit(sheets.usablePicture());
        Ref<GeneratedImage> taken = flow.step(wish.looking().at(plain, SELFIE_LOOK), persona.map(wish::selfie))
                .map(ImageGenerationOutput::image);
        return keep(flow, "selfie", taken, gathering::selfie);
    }

    private Ref<Variations> variations(FlowBuilder flow, Ref<Persona> persona) {
        Variations earlier = kept.variations();
        if (earlier != null) {
            return persona.map(p -> earlier);
        }
        Ref<Variations> written = flow.step(
                ToolCallStep.of(VARIATIONS).maxRetries(2), persona.map(p -> new SceneRequest(p.gender(), p.bio())));
        return keep(flow, "variations", written, gathering::variations);
    }

    private Ref<Sheet> sheet(FlowBuilder flow, int number, Ref.Two<GeneratedImage, Variations> from) {
        int wanted = wish.wantedOf(number);
        GeneratedImage earlier =
                kept.sheet(number).filter(sheet -> sheets.yields(sheet, wanted)).orElse(null);
        if (earlier != null) {
            return from.map((selfie, variations) -> new Sheet(earlier, variations.sheet(number), wanted));
        }
        Ref<Scenes> scenes = from.map((selfie, variations) -> variations.sheet(number));
        var plain = ToolCallStep.of(GRID).as(Kept.stepId(number)).maxRetries(2).audit(sheets.usablePhotos(wanted));
        Ref<GeneratedImage> drawn = flow.step(
                        wish.looking().at(plain, SHEET_LOOK),
                        from.map((selfie, variations) -> ImageEditInput.of(
                                        AvatarPrompts.grid(variations.sheet(number)), selfie)
                                .size(wish.size())))
                .map(ImageGenerationOutput::image);
        return keep(flow, Kept.stepId(number), drawn, image -> gathering.sheet(number, image))
                .and(scenes)
                .map((image, s) -> new Sheet(image, s, wanted));
    }

    /** What needs it is not begun before it is kept: whoever cannot keep what was made must not have more made. */
    private static <T> Ref<T> keep(FlowBuilder flow, String what, Ref<T> made, Consumer<T> keeper) {
        Ref<String> kept = flow.local("keep-" + what, String.class, made, it -> {
            keeper.accept(it);
            return what;
        });
        return made.and(kept).map((it, name) -> it);
    }

    private Photos cut(Cutting cutting) {
        List<Photo> photos = new ArrayList<>();
        for (Sheet sheet : cutting.sheets()) {
            photos.addAll(sheets.cut(sheet, cutting.persona()));
        }
        return new Photos(photos);
    }

    private static List<Sheet> plus(List<Sheet> sheets, Sheet next) {
        List<Sheet> more = new ArrayList<>(sheets);
        more.add(next);
        return List.copyOf(more);
    }

    private record Cutting(Persona persona, List<Sheet> sheets) {}
}
