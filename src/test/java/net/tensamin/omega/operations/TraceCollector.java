package net.tensamin.omega.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what a server exports by OTLP over HTTP, and looks for names in it. */
final class TraceCollector implements AutoCloseable {
    private final List<String> exports = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    TraceCollector() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Whether spans of all these names have come: in Protocol Buffers, a name is field 5, its length and its letters. */
    boolean sawNamed(String... names) {
        return Arrays.stream(names)
                .map(name -> "*" + (char) name.length() + name)
                .allMatch(field -> exports.stream().anyMatch(export -> export.contains(field)));
    }

    private void take(HttpExchange exchange) throws IOException {
        exports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
