package dev.toolflow.examples;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.toolflow.examples.avatars.AvatarBatch.Job;
import dev.toolflow.examples.avatars.AvatarWish;
import dev.toolflow.examples.avatars.Kept;
import dev.toolflow.examples.avatars.Manifest.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers that made pictures, the first first. Immutable.
 *
 * @param servers none where nothing says so
 */
record AvatarMakers(List<String> servers) {
    private static final String AND = ", ";

    AvatarMakers {
        servers = List.copyOf(servers);
    }

    /** Who made what is there, by their entries. */
    static AvatarMakers of(Stream<Entry> entries) {
        return new AvatarMakers(entries.map(Entry::server)
                .flatMap(text -> text == null ? Stream.of() : Stream.of(text.split(AND)))
                .distinct()
                .toList());
    }

    /** Those who made what a job has kept, and this one where it is asked for the rest; as an entry has it. */
    static @Nullable String with(String server, Job job, AvatarWish wish, Stream<Entry> before) {
        if (job.kept().equals(Kept.nothing())) {
            return server;
        }
        List<String> known = of(before).servers();
        boolean asked = !job.kept().lacks(wish).isEmpty();
        String all = Stream.concat(known.stream(), asked ? Stream.of(server) : Stream.of())
                .distinct()
                .collect(joining(AND));
        return all.isEmpty() ? null : all;
    }

    /** Whether some of it is made up. */
    boolean haveMadeUp() {
        return servers.contains(Connection.FAKE);
    }

    /** For people. */
    String inWords() {
        return servers.isEmpty() ? "unknown" : String.join(AND, servers);
    }

    /**
     * Makes sure that what is made up and what is paid for are not mixed, and that neither takes the place of the other.
     *
     * @param entries what there is of those who are wanted
     * @throws BadInputException when they would be
     */
    static void requireSameAnswers(Stream<Entry> entries, List<Job> jobs, Connection connection, Path directory) {
        Map<String, Kept> asked =
                jobs.stream().collect(toMap(job -> job.persona().name(), Job::kept));
        entries.filter(entry -> !of(Stream.of(entry)).servers().isEmpty())
                .filter(entry -> of(Stream.of(entry)).haveMadeUp() != connection.isMadeUp())
                .filter(entry -> connection.isMadeUp()
                        ? asked.containsKey(entry.name())
                        : !Kept.nothing().equals(asked.get(entry.name())))
                .findFirst()
                .ifPresent(entry -> {
                    throw new BadInputException("--out: the pictures of " + entry.name() + " in " + directory
                            + " were made by " + entry.server() + ", and now it would be " + connection.server()
                            + "; choose another --out, or set OPENAI_API_KEY and OPENAI_BASE_URL as they were then");
                });
    }
}
