package net.tensamin.omega.cli.https;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** Calls of Omega's HTTPS. Whatever is no success ends the command. */
public final class OmegaHttps {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI url;
    private final HttpClient client;

    public OmegaHttps(URI url, SSLContext tls) {
        this.url = url;
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

    public JsonObject json(HttpRequest request) {
        String body = text(request);
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega's answer is not a JSON object: " + body, e);
        }
    }

    String text(HttpRequest request) {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new Failure(
                    ExitCode.ERROR_REPLY, "Omega answered " + response.statusCode() + ": " + said(response.body()));
        }
        return response.body();
    }

    /** Whatever the status is. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (SSLException e) {
            throw new Failure(
                    ExitCode.REFUSED, "No TLS with " + url + ": " + e.getMessage() + ". --ca gives its CA.", e);
        } catch (IOException e) {
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
