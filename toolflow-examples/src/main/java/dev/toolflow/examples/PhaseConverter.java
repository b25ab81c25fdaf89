package dev.toolflow.examples;

import dev.toolflow.run.RunPhase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a run stands, as it is written in a table or in JSON. */
final class PhaseConverter implements ITypeConverter<RunPhase> {
    @Override
    public RunPhase convert(String text) {
        return Arrays.stream(RunPhase.values())
                .filter(phase -> written(phase)
                        .equals(text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]", "-")))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be one of "
                        + Arrays.stream(RunPhase.values())
                                .map(PhaseConverter::written)
                                .collect(Collectors.joining(", "))
                        + ", was '" + text + "'"));
    }

    private static String written(RunPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
