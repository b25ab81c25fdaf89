package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowResult;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Asks the person at the terminal what a run waits for. For one run, and one thread. */
final class Questions {
    private final Terminal terminal;
    private final Lines lines;
    private final Function<Approval, Question> wording;

    Questions(Terminal terminal, Lines lines, Function<Approval, Question> wording) {
        this.terminal = terminal;
        this.lines = lines;
        this.wording = wording;
    }

    /** Whether the run waits for someone who can be asked. */
    boolean canAsk(ToolFlowResult<?> result) {
        return result.status() == RunStatus.WAITING && terminal.canAsk();
    }

    /** Shows what it is about and asks until the answer is yes or no; empty when there is none. */
    Optional<Boolean> ask(Approval approval) {
        Question question = wording.apply(approval);
        lines.add("");
        question.about().forEach(highlight -> lines.add(highlight.line()));
        lines.add("");
        Optional<Boolean> answer = Optional.empty();
        for (Optional<String> said = said(question); said.isPresent() && answer.isEmpty(); ) {
            answer = read(said.get());
            said = answer.isPresent() ? said : said(question);
        }
        return answer;
    }

    /** What a run waits for, and how to go on. */
    Optional<String> waiting(ToolFlowResult<?> result) {
        return result.waiting().stream()
                .findFirst()
                .map(approval -> "Waiting for " + wording.apply(approval).waiting());
    }

    private Optional<String> said(Question question) {
        return terminal.ask(question.text() + " [y/n] ");
    }

    private static Optional<Boolean> read(String said) {
        return switch (said.strip().toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> Optional.of(true);
            case "n", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
