package dev.toolflow.examples;

import dev.toolflow.FlowPlan;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.budget.Spending;
import dev.toolflow.examples.AvatarsRun.Order;
import dev.toolflow.examples.avatars.AvatarBatch;
import dev.toolflow.examples.avatars.AvatarBatch.Job;
import dev.toolflow.examples.avatars.Kept;
import dev.toolflow.examples.avatars.Persona;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.schema.JsonType;
import dev.toolflow.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a batch of avatars would take at worst, with what is there already. Sends nothing, and writes nothing. */
final class AvatarsPlan {
    private static final long NO_PICTURE = 1 << 20;

    private final Shell shell;
    private final CommonOptions options;
    private final Order order;
    private final Planning planning;

    AvatarsPlan(Shell shell, CommonOptions options, Order order) {
        this.shell = shell;
        this.options = options;
        this.order = order;
        this.planning = new Planning(shell, options);
    }

    private record Planned(Job job, FlowPlan plan) {
        Spending most() {
            return plan.most();
        }
    }

    /** A plan as JSON. */
    record Document(int doneBefore, List<Person> personas, Spending most) {}

    /** A persona as JSON. */
    record Person(String name, Spending most, List<String> unknown) {}

    /** Prints it, and returns the program's exit code. */
    int tell(Optional<StoreAddress> address) {
        List<Planned> all = missing(address);
        Spending most = all.stream().map(Planned::most).reduce(Spending.nothing(), Spending::plus);
        if (options.json()) {
            shell.terminal()
                    .printJson(PrettyJson.of(JsonType.plain(Document.class).write(document(all, most))));
        } else {
            lines(all, most).forEach(shell.terminal()::print);
        }
        planning.compare(most);
        return ExitCode.DONE;
    }

    /**
     * Makes sure that a limit of money can hold, if there is one.
     *
     * @throws BadInputException naming the models that have no price
     */
    void requirePrices() {
        if (options.control().maxCost().isPresent()) {
            Persona any = order.personas().get(0);
            try (ToolFlowEngine engine = planning.engine(ImageStore.memory(NO_PICTURE))) {
                Job whole = new Job(any, "any", Kept.nothing(), "plan");
                planning.requirePrices(List.of(AvatarBatch.plan(engine, order.wish(), whole)));
            }
        }
    }

    private List<Planned> missing(Optional<StoreAddress> address) {
        Path out = options.out().orElse(Path.of("no-such-directory"));
        ImageStore store = store(address, out);
        AvatarLibrary library = AvatarLibrary.open(OutputDirectory.toRead(out), PictureStore.of(store), "nobody");
        try (ToolFlowEngine engine = planning.engine(store)) {
            return library.missing(order.personas(), order.wish(), "plan").stream()
                    .map(job -> new Planned(job, AvatarBatch.plan(engine, order.wish(), job)))
                    .toList();
        }
    }

    private ImageStore store(Optional<StoreAddress> address, Path out) {
        if (address.isPresent() && address.get().directory().isEmpty()) {
            shell.terminal()
                    .say("A plan does not look into " + address.get() + ": what is kept there alone counts as missing");
        }
        return address.map(StoreAddress::directory)
                .orElse(Optional.of(out.resolve(AvatarLibrary.STORE)))
                .filter(Files::isDirectory)
                .map(directory -> ImageStore.directory(directory.toAbsolutePath()))
                .orElseGet(() -> ImageStore.memory(NO_PICTURE));
    }

    private Document document(List<Planned> all, Spending most) {
        return new Document(
                order.personas().size() - all.size(),
                all.stream()
                        .map(each -> new Person(
                                each.job().persona().name(),
                                each.most(),
                                each.plan().unknown()))
                        .toList(),
                most);
    }

    private List<String> lines(List<Planned> all, Spending most) {
        int before = order.personas().size() - all.size();
        List<String> lines = new ArrayList<>();
        lines.add("%s: %d done before, %s"
                .formatted(
                        Amounts.of(order.personas().size(), "persona"),
                        before,
                        all.isEmpty() ? "nothing to do" : all.size() + " to do, at worst"));
        if (all.isEmpty()) {
            return lines;
        }
        lines.addAll(table(all, most));
        Planned dearest = all.stream()
                .max(Comparator.comparing(each -> each.most().usd()))
                .orElseThrow();
        lines.add("");
        lines.add("The steps of " + dearest.job().persona().name() + (all.size() > 1 ? ", who may take most:" : ":"));
        lines.add("");
        lines.addAll(dearest.plan().toText().lines().toList());
        return lines;
    }

    private static List<String> table(List<Planned> all, Spending most) {
        List<String> lines = new ArrayList<>();
        int widest = all.stream()
                .mapToInt(each -> each.job().persona().name().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(widest, "persona".length()) + "s  %6s  %7s  %10s  %10s";
        lines.add("");
        lines.add(row.formatted("persona", "calls", "images", "tokens", "US dollars"));
        all.forEach(each -> lines.add(row(row, each.job().persona().name(), each.most())));
        lines.add(row(row, "total", most));
        return lines;
    }

    private static String row(String row, String name, Spending most) {
        return String.format(
                Locale.ROOT,
                row,
                name,
                whole(most.calls()),
                whole(most.images()),
                whole(most.tokens()),
                Dollars.atMost(most.usd()));
    }

    private static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
