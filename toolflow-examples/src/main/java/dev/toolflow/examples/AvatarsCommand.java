package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.examples.avatars.AvatarBatch;
import dev.toolflow.examples.avatars.AvatarWish;
import dev.toolflow.examples.avatars.Persona;
import dev.toolflow.examples.report.Thumbnails;
import dev.toolflow.examples.text.Dollars;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code avatars}. */
@Command(
        name = "avatars",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Personas -> per persona a selfie -> scenes -> contact sheets of four -> avatars.",
            "Run again with the same --out it makes only what is missing: what manifest.json there does not have, what was"
                    + " made from another biography or with other options, and what is no longer there.",
            "Two runs at once in the same --out are refused: the second sends nothing.",
            "Another number of --images keeps selfie and sheets: fewer cost nothing, more cost the sheet they are on."
        },
        footerHeading = "%nThe personas:%n",
        footer =
                "  [{\"name\": \"...\", \"bio\": \"...\", \"gender\": \"...\"}, ...]; bio at most 4,000 characters; gender may be left out")
final class AvatarsCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 64;

    private final Shell shell;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The personas, a JSON file. Default: a team that comes with the program.")
    private @Nullable Path input;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "4",
            description = "Avatars of each persona, 1 to 8. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--personas-at-once",
            paramLabel = "N",
            defaultValue = "3",
            description = "The most personas in work at the same time, 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int personasAtOnce;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final CommonOptions options = new CommonOptions();

    AvatarsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        requireWithin("--images", images, AvatarWish.MOST_IMAGES);
        requireWithin("--personas-at-once", personasAtOnce, MOST_AT_ONCE);
        options.logAsAsked();
        options.control().check();
        AvatarsRun.Order order = order();
        String id = RunId.at(shell.clock());
        AvatarsPlan plan = new AvatarsPlan(shell, options, order);
        if (options.control().plan()) {
            return plan.tell(pictures.store());
        }
        plan.requirePrices();
        try (Connection connection = Connection.open(shell)) {
            OutputDirectory files = OutputDirectory.prepare(options.out().orElse(Path.of("out", "avatars-" + id)));
            Path ours = files.path().resolve(AvatarLibrary.STORE);
            try (PictureStore kept = files.with(() -> PictureStore.open(pictures.store(), shell, ours));
                    OutputLock lock = OutputLock.of(files.path())) {
                Objects.requireNonNull(lock, "lock");
                AvatarLibrary library = AvatarLibrary.open(files, kept, connection.server());
                return make(order, told(library, order, id, connection));
            }
        }
    }

    private Told told(AvatarLibrary library, AvatarsRun.Order order, String id, Connection connection) {
        List<AvatarBatch.Job> jobs = library.missing(order.personas(), order.wish(), id);
        library.requireSameAnswers(order.personas(), jobs, connection);
        shell.terminal().say(connection.description());
        return new Told(jobs, library, connection);
    }

    private AvatarsRun.Order order() {
        AvatarWish wish = new AvatarWish(
                images, options.size().orElse(AvatarWish.STANDARD_SIZE), options.models(shell), pictures.looking());
        AvatarsRun.Order order = new AvatarsRun.Order(personas(), wish, personasAtOnce);
        check(order);
        return order;
    }

    private int make(AvatarsRun.Order wanted, Told told) {
        EngineBuilder builder = ToolFlowEngine.builder(told.connection().service())
                .models(wanted.wish().models())
                .images(told.library().store());
        try (ToolFlowEngine engine = options.control().of(builder).build()) {
            AvatarsRun.Order order = affordable(wanted, told.jobs(), engine);
            AvatarsRun run = new AvatarsRun(told.library(), order, shell.terminal());
            RunOptions each = options.control().of(RunOptions.defaults());
            return finish(run, new AvatarBatch(engine, order.wish(), run, each), told);
        }
    }

    /** A limit that may be reached makes whole personas, rather than a part of each. */
    private AvatarsRun.Order affordable(AvatarsRun.Order order, List<AvatarBatch.Job> jobs, ToolFlowEngine engine) {
        Optional<BigDecimal> limit = options.control().maxCost();
        if (limit.isEmpty() || order.atOnce() == 1 || jobs.size() < 2) {
            return order;
        }
        BigDecimal worst = jobs.stream()
                .map(job -> AvatarBatch.plan(engine, order.wish(), job).most().usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (worst.compareTo(limit.get()) <= 0) {
            return order;
        }
        shell.terminal()
                .say("--max-cost is less than the " + Dollars.atMost(worst)
                        + " US dollars that it takes at worst: one persona after the other");
        return order.oneByOne();
    }

    private record Told(List<AvatarBatch.Job> jobs, AvatarLibrary library, Connection connection) {}

    private int finish(AvatarsRun run, AvatarBatch batch, Told told) {
        Interruption interruption = Interruption.cancelling(batch::cancel);
        try {
            AvatarOutcomes outcomes = run.make(batch, told.jobs());
            Thumbnails thumbnails = Thumbnails.of(told.library().store());
            Path report = told.library().write(new AvatarsReport(outcomes, thumbnails).html());
            tell(new AvatarsSummary(outcomes, told.library(), options.control().maxCost()), report);
            return outcomes.exitCode();
        } finally {
            interruption.allIsWritten();
        }
    }

    /** With {@code --json} the links, which may be signed, stand in the JSON alone. */
    private void tell(AvatarsSummary summary, Path report) {
        Lines lines = new Lines(shell.terminal(), options);
        lines.add("");
        (options.json() ? summary.lines() : summary.linesWithLinks()).forEach(lines::add);
        lines.add("  wrote     " + report);
        if (options.json()) {
            shell.terminal().printJson(summary.json());
        }
    }

    private static void check(AvatarsRun.Order order) {
        AvatarWish wish = order.wish();
        ImageCheck check = ImageCheck.of(wish.models().image()).edits(wish.size());
        order.personas().forEach(persona -> check.asks("persona '" + persona.name() + "'", wish.selfie(persona)));
        check.require();
        if (!wish.leavesRoomForPhotos()) {
            throw new BadInputException("--size: an avatar is a quarter of the picture and needs 64 pixels a side;"
                    + " choose at least 144x144, not " + wish.size());
        }
    }

    private List<Persona> personas() {
        Brief file = Brief.read(Optional.ofNullable(input), "personas/team.json");
        List<Persona.Written> written = Arrays.stream(file.as(Persona.Written[].class))
                .map(Persona.Written::orNobody)
                .toList();
        List<String> problems = Persona.problems(written);
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems) + " (in " + file.name() + ")");
        }
        return written.stream().map(Persona.Written::cleaned).toList();
    }

    private static void requireWithin(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new BadInputException(option + ": must be from 1 to " + most + ", was " + value);
        }
    }
}
