package net.tensamin.omega.cli.tauri;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A mailbox over HTTPS that waits as Omega's does (SPEC §6). */
final class PlayedMailbox implements HttpHandler {
    private final Map<Long, long[]> pairs = new TreeMap<>();
    private final List<Long> proven = new ArrayList<>();
    private long revision;
    private Optional<Integer> sendingAway = Optional.empty();

    synchronized void notice(long sender) {
        long amount = pairs.containsKey(sender) ? pairs.get(sender)[0] : 0;
        pairs.put(sender, new long[] {amount + 1, ++revision});
        notifyAll();
    }

    /** Whoever waits, and whoever comes from now on, is answered with this status. */
    synchronized void sendAway(int status) {
        sendingAway = Optional.of(status);
        notifyAll();
    }

    /** What the device has said that it has, whenever that was something else. */
    synchronized List<Long> proven() {
        return List.copyOf(proven);
    }

    synchronized boolean isPending(long sender) {
        return pairs.containsKey(sender);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            read(Long.parseLong(exchange.getRequestURI().getPath().replaceAll(".*/", "")));
            answer(exchange, 200, "{\"status\":\"success\"}");
            return;
        }
        Optional<Long> has = Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match"))
                .map(tag -> Long.parseLong(tag.replace("\"", "")));
        String state = state(has);
        exchange.getResponseHeaders().add("Preference-Applied", "wait=60");
        if (away().isPresent()) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, away().get(), "{\"status\":\"error_unavailable\",\"message\":\"Away.\"}");
        } else {
            answer(exchange, 200, state);
        }
    }

    private synchronized Optional<Integer> away() {
        return sendingAway;
    }

    private synchronized void read(long sender) {
        if (pairs.remove(sender) != null) {
            revision++;
        }
        notifyAll();
    }

    private synchronized String state(Optional<Long> has) {
        has.filter(revision ->
                        proven.isEmpty() || !proven.get(proven.size() - 1).equals(revision))
                .ifPresent(proven::add);
        try {
            while (has.isPresent() && has.get() == revision && sendingAway.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<String> shown = pairs.entrySet().stream()
                .map(pair -> "{\"sender_id\":%d,\"amount\":%d,\"revision\":%d}"
                        .formatted(pair.getKey(), pair.getValue()[0], pair.getValue()[1]))
                .toList();
        return "{\"status\":\"success\",\"revision\":" + revision + ",\"notifications\":[" + String.join(",", shown)
                + "]}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
