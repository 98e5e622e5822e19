package net.tensamin.omega.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * What the operations page of the server of {@link OmegaDeployment} is sent: server-sent events, read by their specification
 * (HTML §9.2.6), as far as it is used. Not thread-safe.
 */
public final class LiveEvents implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpResponse<Stream<String>> response;
    private final Iterator<String> lines;

    private LiveEvents(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.lines = response.body().iterator();
    }

    /** @param query such as {@code find=42&sort=-age} */
    public static LiveEvents open(SSLContext caller, String query) throws IOException, InterruptedException {
        return open(OmegaDeployment.https(), caller, query);
    }

    /** Those of another server. */
    public static LiveEvents open(URI server, SSLContext caller, String query)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("api/operations/live?" + query))
                .build();
        HttpClient client = HttpClient.newBuilder().sslContext(caller).build();
        return new LiveEvents(client.send(request, BodyHandlers.ofLines()));
    }

    public int status() {
        return response.statusCode();
    }

    /** The first event of this name, from now on, whose data is as wanted; fails if the stream ends or that takes long. */
    public JsonObject await(String name, Predicate<JsonObject> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonObject data = next(name);
        while (!wanted.test(data)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE + ", but at last " + data);
            }
            data = next(name);
        }
        return data;
    }

    /** Waits until the server ends the stream, for as long as that takes. */
    public void awaitEnd() {
        while (lines.hasNext()) {
            lines.next();
        }
    }

    /** Waits for the next line as long as the server is there. */
    private JsonObject next(String name) {
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ") && event.equals(name)) {
                return json(line.substring("data: ".length()));
            }
        }
        throw new AssertionError("the stream has ended");
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        response.body().close();
    }
}
