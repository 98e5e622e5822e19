package net.tensamin.omega.cli.https;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** Calls of Omega's HTTPS. Whatever is no success ends the command. */
public final class OmegaHttps {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int UNAUTHORIZED = 401;

    private final URI url;
    private final HttpClient client;
    private final List<X509Certificate> shown;

    /** Without a certificate. */
    public OmegaHttps(URI url, SSLContext tls) {
        this(url, tls, List.of());
    }

    /** @param shown the certificates that are shown, for what is said when they are at fault */
    public OmegaHttps(URI url, SSLContext tls, List<X509Certificate> shown) {
        this.url = url;
        this.shown = shown;
        this.client =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();
    }

    /** A request in the making; {@code path} is below the root. */
    public HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(url.resolve("/" + path)).timeout(PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--url " + url + " is no URL of HTTPS: " + e.getMessage(), e);
        }
    }

    /** The object that a success (2xx) is. */
    public JsonObject json(HttpRequest request) {
        return object(text(request));
    }

    /** What a body is. */
    public static JsonObject object(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega's answer is not a JSON object: " + body, e);
        }
    }

    /**
     * All that a call has, page by page.
     *
     * @param path with a parameter, to which where to go on is added
     * @param after to begin with
     * @param member of each page, an array of objects
     */
    public void pages(String path, String after, String member, Consumer<JsonObject> taken) {
        Optional<String> next = Optional.of(after);
        while (next.isPresent()) {
            JsonObject page =
                    json(request(path + "&after=" + encoded(next.get())).build());
            page.getJsonArray(member).getValuesAs(JsonObject.class).forEach(taken);
            next = Optional.ofNullable(page.get("next"))
                    .map(id -> id instanceof JsonString name ? name.getString() : id.toString());
        }
    }

    /** As a parameter has it. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As a path has it. */
    public static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    String text(HttpRequest request) {
        HttpResponse<String> response = send(request);
        require(response);
        return response.body();
    }

    /** Ends the command unless it is a success. */
    public void require(HttpResponse<String> response) {
        if (response.statusCode() == UNAUTHORIZED && ended().isPresent()) {
            throw new Failure(ExitCode.REFUSED, ended().get(), refusal(response));
        }
        if (response.statusCode() / 100 != 2) {
            throw refusal(response);
        }
    }

    /** The reason for which a server refuses certificates that it does not name itself. */
    private Optional<String> ended() {
        Date now = new Date();
        return shown.stream()
                .filter(certificate -> now.after(certificate.getNotAfter()) || now.before(certificate.getNotBefore()))
                .map(certificate -> "The certificate of " + certificate.getSubjectX500Principal() + " is valid from "
                        + certificate.getNotBefore().toInstant() + " until "
                        + certificate.getNotAfter().toInstant() + ", and not now.")
                .findFirst();
    }

    /** What ends the command after an answer that is no success. */
    public static Failure refusal(HttpResponse<String> response) {
        return new Failure(
                ExitCode.ERROR_REPLY, "Omega answered " + response.statusCode() + ": " + said(response.body()));
    }

    /** Whatever the status is. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (SSLException e) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "No TLS with " + url + ": " + e.getMessage() + ". " + ended().orElse("--ca gives its CA."),
                    e);
        } catch (IOException e) {
            if (!(e instanceof ConnectException) && ended().isPresent()) {
                throw new Failure(ExitCode.REFUSED, url + " broke off. " + ended().get(), e);
            }
            String why = e instanceof ConnectException ? "nothing listens there" : e.toString();
            throw new Failure(
                    ExitCode.NO_ANSWER,
                    "No answer from " + url + " (" + why + "). Is Omega running there, and does it accept this"
                            + " certificate?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.NO_ANSWER, "Interrupted.", e);
        }
    }

    /** An error of the API is JSON, one of EST is text. */
    private static String said(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject().getString("message", body).strip();
        } catch (JsonException text) {
            return body.strip();
        }
    }
}
