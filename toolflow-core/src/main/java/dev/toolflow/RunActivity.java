package dev.toolflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How much of a run is under way, and what it asks a person meanwhile. When nothing is under way any more the run is over, once:
 * ended, or waiting for its decisions. Thread-safe.
 */
final class RunActivity {
    private final RunMemory memory;
    private final RunKeeper keeper;
    private final Map<String, Question> open = new TreeMap<>();
    private final Map<String, Approval> expected = new HashMap<>();
    private Runnable whenOver = () -> {};
    private int active;
    private boolean over;

    private record Question(Approval approval, Consumer<Object> answered) {}

    RunActivity(RunMemory memory, RunKeeper keeper) {
        this.memory = memory;
        this.keeper = keeper;
        for (Approval approval : memory.asked()) {
            if (memory.decision(approval.id()).isEmpty()) {
                expected.put(approval.id(), approval);
            }
        }
    }

    /**
     * Does the first work of the run, and when all that it led to has ended, what comes then: not here, where whoever started
     * the run would wait for code of the flow.
     */
    void during(Runnable first, Runnable then, Executor elsewhere) {
        synchronized (this) {
            whenOver = then;
            active++;
        }
        first.run();
        synchronized (this) {
            if (--active > 0) {
                return;
            }
            over = true;
        }
        elsewhere.execute(then);
    }

    synchronized void begins() {
        active++;
    }

    /** Something that began has ended, and what it led to has begun. */
    void ends() {
        synchronized (this) {
            if (--active > 0) {
                return;
            }
            over = true;
        }
        whenOver.run();
    }

    /** The last part of what has begun: when it is done, that has ended. */
    Runnable ending(Runnable last) {
        return () -> {
            try {
                last.run();
            } finally {
                ends();
            }
        };
    }

    /** Asks a person; the answer comes while the run is under way, at once if it is known, or not at all. */
    void ask(Approval approval, Consumer<Object> answered) {
        Object known;
        synchronized (this) {
            expected.remove(approval.id());
            known = memory.decision(approval.id()).orElse(null);
            if (known == null) {
                open.put(approval.id(), new Question(approval, answered));
            }
        }
        if (known != null) {
            answered.accept(known);
        }
    }

    /** What was asked and not decided. */
    synchronized List<Approval> waiting() {
        return open.isEmpty()
                ? List.of()
                : open.values().stream().map(Question::approval).toList();
    }

    /** Asks no longer, since no answer is of use any more; false when it is decided. */
    synchronized boolean withdraw(String id) {
        return open.remove(id) != null;
    }

    /**
     * Decides. False when the run is over: then it has to go on first.
     *
     * @throws IllegalStateException when nothing is asked under the id, or it is decided already
     * @throws IllegalArgumentException when the answer is not what was asked for
     */
    boolean decide(String id, Object answer) {
        Approval asked = asked(id);
        if (asked == null) {
            return false;
        }
        asked.requireAnswer(answer);
        keeper.decided(asked, answer);
        Runnable next = decided(id, answer);
        if (next == null) {
            return false;
        }
        ending(next).run();
        return true;
    }

    /** Takes the decision and returns what comes next, with that begun; null when the run is over. */
    private synchronized @Nullable Runnable decided(String id, Object answer) {
        if (over) {
            return null;
        }
        Question question = open.remove(id);
        if (question == null && expected.remove(id) == null) {
            throw notAsked(id);
        }
        memory.decided(id, answer);
        active++;
        return question == null ? () -> {} : () -> question.answered().accept(answer);
    }

    private synchronized @Nullable Approval asked(String id) {
        if (over) {
            return null;
        }
        Question question = open.get(id);
        Approval approval = question == null ? expected.get(id) : question.approval();
        if (approval == null) {
            throw notAsked(id);
        }
        return approval;
    }

    private IllegalStateException notAsked(String id) {
        List<String> ids = new ArrayList<>(open.keySet());
        ids.addAll(expected.keySet());
        return Decision.notAsked(id, memory.decision(id).isPresent(), ids);
    }
}
