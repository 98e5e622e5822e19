package net.tensamin.omega.cli.accounts;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.OmegaHttps;

/** Sends chunks of an import, each until Omega has taken it: what it has taken already does no harm. */
final class Sending {
    private static final int ATTEMPTS = 8;
    private static final int LONGEST_WAIT_SECONDS = 30;

    /** Of the API: something that passes. */
    private static final Set<Integer> PASSING = Set.of(409, 429, 503);

    private final OmegaHttps https;
    private final boolean replace;
    private final boolean dry;
    private final PrintWriter err;

    Sending(OmegaHttps https, boolean replace, boolean dry, PrintWriter err) {
        this.https = https;
        this.replace = replace;
        this.dry = dry;
        this.err = err;
    }

    /** @throws Failure that says with which line to go on */
    JsonObject answer(ImportChunk chunk) {
        if (chunk.isFaulty()) {
            return JsonObject.EMPTY_JSON_OBJECT;
        }
        try {
            return answer(chunk.body(replace, dry));
        } catch (Failure e) {
            throw new Failure(e.exitCode(), e.getMessage() + " Go on with --from-line " + chunk.firstLine(), e);
        }
    }

    private JsonObject answer(JsonObject body) {
        for (int attempt = 1; ; attempt++) {
            Failure failure;
            long wait = Math.min(1L << (attempt - 1), LONGEST_WAIT_SECONDS);
            try {
                HttpResponse<String> response = https.send(request(body));
                if (response.statusCode() / 100 == 2) {
                    return OmegaHttps.object(response.body());
                }
                failure = OmegaHttps.refusal(response);
                if (!PASSING.contains(response.statusCode())) {
                    throw failure;
                }
                wait = response.headers().firstValueAsLong("Retry-After").orElse(wait);
            } catch (Failure e) {
                if (e.exitCode() != ExitCode.NO_ANSWER) {
                    throw e;
                }
                failure = e;
            }
            if (attempt == ATTEMPTS) {
                throw failure;
            }
            pause(failure, Math.min(wait, LONGEST_WAIT_SECONDS));
        }
    }

    private HttpRequest request(JsonObject body) {
        return https.request("api/operations/accounts/import")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private void pause(Failure why, long seconds) {
        err.println(why.getMessage() + " Trying again in " + seconds + " s.");
        err.flush();
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.NO_ANSWER, "Interrupted.", e);
        }
    }
}
