package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import net.tensamin.omega.testing.OmegaTls;

/** Asks the API once a second for a user's profile, which is in the database, and waits for no answer. Not thread-safe. */
final class ApiAnswers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int UNAVAILABLE = 503;
    private static final Set<Integer> LAWFUL = Set.of(200, 429, UNAVAILABLE);

    private final HttpClient operator;
    private final HttpRequest request;
    private final Set<Integer> statuses = new ConcurrentSkipListSet<>();
    private final Question question = new Question(this::note);

    ApiAnswers(URI https, long user) throws IOException, GeneralSecurityException {
        operator = HttpClient.newBuilder().sslContext(OmegaTls.demo("operator")).build();
        request = HttpRequest.newBuilder(https.resolve("api/get/user/" + user))
                .timeout(PATIENCE)
                .build();
    }

    /** To be called often. */
    void ask() {
        question.ask();
    }

    /** A server that stands still answers nothing, and that is no answer to complain about. */
    private void note() {
        try {
            statuses.add(operator.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException none) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks until the API says that it cannot answer now. */
    void awaitUnavailable() {
        await("503 from the API").atMost(PATIENCE).until(() -> {
            ask();
            return statuses.contains(UNAVAILABLE);
        });
    }

    /** Those that a client cannot make sense of. */
    Set<Integer> unlawful() {
        Set<Integer> others = new TreeSet<>(statuses);
        others.removeAll(LAWFUL);
        return others;
    }
}
