package net.tensamin.omega.cli.tauri;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.https.OmegaHttps;

/** A user's mailbox over HTTPS (SPEC §6). Calls take as long as Omega takes, and fail with {@link net.tensamin.omega.cli.Failure}. */
record Mailbox(OmegaHttps https, long user) {
    private static final Duration WAIT = Duration.ofSeconds(60);

    /** For an answer that comes after the wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    HttpResponse<String> get() {
        return https.send(pending().build());
    }

    /** Waits until the mailbox has another revision than this one, which it is told that this device has. */
    HttpResponse<String> after(long revision) {
        HttpRequest.Builder request = pending()
                .timeout(PATIENCE)
                .header("If-None-Match", "\"" + revision + "\"")
                .header("Prefer", "wait=" + WAIT.toSeconds());
        return https.send(request.build());
    }

    HttpResponse<String> read(String sender) {
        return https.send(https.request("api/delete/notifications/" + user + "/" + OmegaHttps.segment(sender))
                .DELETE()
                .build());
    }

    private HttpRequest.Builder pending() {
        return https.request("api/get/notifications/" + user);
    }

    /** What an answer that is no state means for who waits. */
    static Ending ending(HttpResponse<String> answer) {
        String words = OmegaHttps.refusal(answer).getMessage();
        return switch (answer.statusCode()) {
            case 401, 403, 404 -> Ending.of(ExitCode.REFUSED, words, Ending.Comeback.NEVER);
            case 409 -> Ending.ofCloseCode(Ending.REPLACED, "");
            case 429, 503 -> Ending.ofCloseCode(Ending.GOING_AWAY, "retry-after-ms=" + retryAfterMillis(answer));
            default -> Ending.of(ExitCode.ERROR_REPLY, words, Ending.Comeback.LATER);
        };
    }

    private static long retryAfterMillis(HttpResponse<String> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,6}")
                ? Duration.ofSeconds(Long.parseLong(seconds)).toMillis()
                : 0;
    }
}
