package dev.toolflow.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** What a process does that takes turns with others: for each line {@code <round> <flows> <at once>} it measures, prints a row, and waits. */
public final class Rounds {
    private Rounds() {}

    /** Takes turns until there is no line any more. */
    public static void take(String subject, UnaryOperator<String> flow) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            Crowd crowd = new Crowd(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            crowd.measured(subject, flow).print(Integer.parseInt(words[0]));
        }
    }
}
