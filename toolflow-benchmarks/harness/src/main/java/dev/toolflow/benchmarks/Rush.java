package dev.toolflow.benchmarks;

import java.util.List;

/**
 * Many flows at once, in a JVM of their own with a small heap.
 *
 * @param flows of three steps, each a call that takes a second
 * @param rounds in the same JVM: the first is cold
 */
record Rush(int flows, int rounds) {
    private static final String FLOWS = "--flows=";
    private static final String ROUNDS = "--rounds=";

    static Rush of(List<String> words) {
        return new Rush(number(words, FLOWS, 10_000), number(words, ROUNDS, 3));
    }

    private static int number(List<String> words, String option, int usual) {
        return words.stream()
                .filter(word -> word.startsWith(option))
                .map(word -> Integer.parseInt(word.substring(option.length())))
                .findFirst()
                .orElse(usual);
    }

    void run(Layout layout) {
        List<String> arguments = List.of(
                "-Xmx256m",
                "-cp",
                layout.built().resolve("contenders").resolve("toolflow") + "/*",
                "dev.toolflow.benchmarks.toolflow.EngineRush",
                String.valueOf(flows),
                String.valueOf(rounds));
        try (OtherJvm other = OtherJvm.start(arguments, layout.log("engine"))) {
            for (int round = 1; round <= rounds; round++) {
                System.out.println(other.readLine());
            }
        }
    }
}
