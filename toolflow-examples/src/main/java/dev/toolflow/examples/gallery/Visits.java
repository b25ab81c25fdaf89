package dev.toolflow.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in only who came by this server's own address, for a page elsewhere could have its name point to 127.0.0.1 and read
 * what is here (DNS rebinding), and only to read.
 */
final class Visits implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);

    private final Routes routes;
    private final Set<String> hosts;

    Visits(Routes routes, int port) {
        this.routes = routes;
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                Answer answer = answer(exchange)) {
            answer.send(exchange);
        } catch (IOException e) {
            LOG.debug("the visitor went away", e);
        }
    }

    private Answer answer(HttpExchange exchange) {
        List<String> asked = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (asked.size() > 1) {
            return Answer.text(400, "A request names one host.");
        }
        String target = exchange.getRequestURI().getRawAuthority();
        if (!hosts.containsAll(asked) || asked.isEmpty() || (target != null && !hosts.contains(target))) {
            return Answer.text(421, "This server answers to its own address only.");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return Answer.text(405, "There is nothing to do here but to look.").with("Allow", "GET, HEAD");
        }
        try {
            return routes.answer(exchange.getRequestURI().getPath());
        } catch (ImageRefusedException e) {
            LOG.warn("not shown: {}", e.getMessage());
            return Answer.text(500, "This picture is not one that is safe to show.");
        } catch (ImageStoreException e) {
            LOG.warn("the store failed: {}", e.getMessage());
            LOG.debug("the store failed", e);
            return Answer.text(500, "The store cannot give what was asked for; the terminal says why.");
        }
    }
}
