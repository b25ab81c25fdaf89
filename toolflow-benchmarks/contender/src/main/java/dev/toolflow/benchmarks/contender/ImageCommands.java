package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Calls about images:
 *
 * <pre>
 * generate 5 &lt;sha256&gt;    stream 5 &lt;sha256&gt;    edit 5 &lt;file&gt;    burst 32 &lt;sha256&gt;
 * </pre>
 *
 * Checking what came and clearing up are not measured.
 */
record ImageCommands(ImageClient client, Path directory) implements Commands {

    @Override
    public String obey(String kind, int count, String what) throws Exception {
        Readings readings = kind.equals("burst") ? Burst.of(client, count, what) : oneByOne(kind, count, what);
        return readings.toString();
    }

    @Override
    public void clear() throws IOException {
        Leftovers.deleteIn(directory);
    }

    private Readings oneByOne(String kind, int count, String what) throws Exception {
        Readings readings = new Readings();
        for (int i = 0; i < count; i++) {
            Meter meter = new Meter();
            Path file = call(kind, what);
            readings.add(meter.read());
            if (file != null) {
                PictureCheck.require(file, what);
            }
            clear();
        }
        return readings;
    }

    private @Nullable Path call(String kind, String what) throws Exception {
        switch (kind) {
            case "generate" -> {
                return client.generate();
            }
            case "stream" -> {
                return client.stream();
            }
            case "edit" -> client.edit(Path.of(what));
            default -> throw new IllegalArgumentException("no such command: " + kind);
        }
        return null;
    }
}
