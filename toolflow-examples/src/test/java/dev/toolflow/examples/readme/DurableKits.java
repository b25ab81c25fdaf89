package dev.toolflow.examples.readme;

import static dev.toolflow.examples.readme.QuickStart.BRAND_KIT;
import static dev.toolflow.examples.readme.QuickStart.PALETTE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.Durability;
import dev.toolflow.Retention;
import dev.toolflow.RetentionJob;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.RunWorker;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.readme.QuickStart.BrandKit;
import dev.toolflow.examples.readme.QuickStart.Brief;
import dev.toolflow.jdbc.JdbcRunStore;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.s3.S3ImageStore;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** What README and docs/durable.md show of runs that survive their process, compiled. */
final class DurableKits {
    private DurableKits() {}

    static ToolFlowResult<BrandKit> kit(OpenAiToolService service, Path directory, Brief brief) {
        // readme:begin durable
        try (var runs = JdbcRunStore.sqlite(directory.resolve("runs.db")); // or JdbcRunStore.postgresql(dataSource)
                var engine = ToolFlowEngine.builder(service)
                        .store(runs)
                        .images(ImageStore.directory(directory.resolve("images"))) // as lasting as the runs
                        .build()) {
            engine.recover(List.of(BRAND_KIT)); // goes on with each run whose process died

            var run = engine.start(BRAND_KIT, brief, RunOptions.defaults().id("tea-1")); // again: the same run
            return run.result().join();
        }
        // readme:end durable
    }

    static ToolFlowResult<BrandKit> variant(ToolFlowEngine engine, String runId) {
        // readme:begin go-on
        var result = engine.resume(BRAND_KIT, runId); // also one that failed; done ones are returned without a call

        engine.runs().list(RunQuery.all().flow("brand-kit").phase(RunPhase.FAILED)); // of every process
        var variant = engine.forkFrom(BRAND_KIT, runId, "write_copy"); // a new run; palette and picture are kept
        // readme:end go-on
        return result.status() == RunStatus.COMPLETED ? variant.result().join() : result;
    }

    static ToolFlowEngine encrypted(OpenAiToolService service, DataSource dataSource, Secret newKey, Secret oldKey) {
        // readme:begin encrypted
        var runs = JdbcRunStore.postgresql(dataSource); // yours; it stays open when the store is closed
        return ToolFlowEngine.builder(service)
                .durability(Durability.in(runs)
                        .payloads(PayloadCodec.aesGcm("2027", newKey).andKey("2026", oldKey))
                        .upcast(PALETTE, "1", "2", palette -> ((ObjectNode) palette).put("rationale", "")))
                .images(S3ImageStore.of("s3://bucket/pictures"))
                .build();
        // readme:end encrypted
    }

    static void workers(ToolFlowEngine engine, Brief brief, CountDownLatch shutdown) throws InterruptedException {
        // readme:begin workers
        engine.submit(BRAND_KIT, brief, RunOptions.defaults().id("tea-2")); // in any process: kept, nothing begun

        RunWorker worker = engine.worker(List.of(BRAND_KIT), 8); // in as many processes as you like
        shutdown.await();
        worker.close(); // takes no more, and waits for those under way
        // readme:end workers
    }

    static RetentionJob retain(ToolFlowEngine engine) {
        // readme:begin retention
        var retention = Retention.standard() // runs 30 days from their end, pictures without a record 24 hours
                .endedRuns(Duration.ofDays(90))
                .withPictures(); // those of runs that go, unless another kept run needs them
        return engine.runs().retain(retention); // once an hour, until it is closed
        // readme:end retention
    }
}
