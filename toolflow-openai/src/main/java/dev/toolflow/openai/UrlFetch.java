package dev.toolflow.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Allows pictures that a server answers with as addresses to be fetched, from hosts that are named here. Without it such
 * an answer is refused. Immutable.
 *
 * <p>Only {@code https} on its usual port is fetched, without credentials, cookies or a proxy. The host must resolve to
 * public addresses only, and exactly these are connected to. Each of at most 3 redirects is held to the same rules. A
 * connection may take 5 s, a picture 30 s and no longer than its call; it is streamed to disk, as long as the engine's
 * limits allow, and ends with the run.
 *
 * <pre>{@code
 * DefaultOpenAiToolService.builder().baseUrl(gateway).fetchUrls(UrlFetch.from("cdn.example.com", "*.blobs.example.net"))
 * }</pre>
 */
public final class UrlFetch {
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST =
            Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*\\.(?=[a-z0-9-]*[a-z])" + LABEL);
    private static final int LONGEST = 253;

    private final List<String> hosts;

    private UrlFetch(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /**
     * Allows these hosts: {@code cdn.example.com} for itself, {@code *.example.com} for all names below it and not for
     * itself. Names with other letters are given as in DNS ({@code xn--…}); an address such as {@code 192.0.2.1} is no
     * name.
     *
     * @throws IllegalArgumentException if one is no such name
     */
    public static UrlFetch from(String host, String... more) {
        List<String> hosts = new ArrayList<>();
        Stream.concat(Stream.of(host), Stream.of(more)).forEach(name -> hosts.add(valid(name)));
        return new UrlFetch(hosts);
    }

    private static String valid(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST || !HOST.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "fetchUrls: a host must be a DNS name like cdn.example.com or *.example.com, without scheme or port");
        }
        return name;
    }

    /** Returns whether pictures may be fetched from this host; {@code name} is in lower case. */
    boolean allows(String name) {
        return hosts.stream()
                .anyMatch(host -> host.startsWith("*.")
                        ? name.endsWith(host.substring(1)) && name.length() > host.length() - 1
                        : name.equals(host));
    }

    @Override
    public String toString() {
        return "UrlFetch" + hosts;
    }
}
