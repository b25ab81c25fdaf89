package dev.toolflow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hash over all that decides what a step makes, as far as it is data: what its first call asks, for whom, and who is to judge
 * it by name. Each part with its length before it, so that no two wholes are written alike. For one thread.
 */
final class ResultKey {
    private static final String FORMAT = "toolflow-result-1";

    private final MessageDigest digest;

    private ResultKey() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    /** The key of a step by its first request. */
    static String of(ToolCallRequest first, ToolCallStep<?, ?> step, RunTenant tenant) {
        ResultKey key = new ResultKey();
        key.add(FORMAT, tenant.name(), tenant.classification());
        key.addAccount(tenant.credentials());
        key.add(step.id(), step.definition().version(), step.judging().candidates());
        key.addTool(first.tool());
        key.add(first.model(), first.options().temperature(), first.options().maxTokens());
        key.add(first.options().imageDetail());
        key.addAll(step.calling().fallback());
        key.addInput(first.input());
        key.addJudges(step);
        return HexFormat.of().formatHex(key.digest.digest());
    }

    /** Not the key, which may be a new one: who answers, and for whom. */
    private void addAccount(Optional<Credentials> run) {
        add(run.flatMap(Credentials::organization).orElse(null));
        add(run.flatMap(Credentials::project).orElse(null));
        add(run.flatMap(Credentials::baseUrl).orElse(null));
    }

    private void addTool(ToolSpec tool) {
        add(tool.name(), tool.description(), tool.instructions(), tool.outputSchema());
    }

    private void addInput(ToolInput input) {
        add(input.json());
        addAll(input.images().stream().map(GeneratedImage::sha256).toList());
        add(input.included().size());
        for (ToolInput.Included included : input.included()) {
            add(included.stepId(), included.outputJson(), included.issues().size());
            for (Issue issue : included.issues()) {
                add(issue.severity(), issue.message(), issue.path(), issue.suggestion(), issue.source());
            }
        }
    }

    private void addJudges(ToolCallStep<?, ?> step) {
        addAll(step.judging().audits().stream().map(AuditFunction::name).toList());
        add(step.judging().stepAudits().size());
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            add(
                    audit.name(),
                    audit.step().calling().model().orElse(null),
                    audit.step().definition().version());
            audit.step().definition().tool().ifPresent(this::addTool);
        }
    }

    private void addAll(Collection<String> parts) {
        add(parts.size());
        parts.forEach(this::add);
    }

    private void add(@Nullable Object... parts) {
        for (Object part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.toString().getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(part == null ? -1 : bytes.length)
                    .flip());
            digest.update(bytes);
        }
    }
}
