package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;

/** Shows a client that stays. */
final class TauriPrinter extends Announcing implements CertificateRenewal.Report {
    TauriPrinter(EventPrinter printer, TauriOptions options) {
        super(printer, options);
    }

    @Override
    public void identified() {
        event("connection", data().add("state", "identified"), connected());
    }

    @Override
    public void came(Envelope message) {
        if (!message.type().equals("ping")) {
            printer().event(message, message.words());
        }
    }

    @Override
    public void changed(Badges badges) {
        String shown = badges.shown().entrySet().stream()
                .map(badge -> badge.getValue() + " from " + badge.getKey())
                .collect(Collectors.joining(", "));
        String untold = badges.reads().isEmpty()
                ? ""
                : "; Omega is still to be told of " + badges.reads().size() + " read";
        event("badges", Json.createObjectBuilder(badges.json()), (shown.isEmpty() ? "none" : shown) + untold);
    }

    @Override
    public void setBack() {
        event("set_back", data(), "Omega was restored from a backup; it is asked for what is pending now");
    }

    @Override
    public void unread(long sender) {
        event(
                "unread",
                data().add("sender_id", Long.toString(sender)),
                sender + " has written since you read, and Omega did not hear of that: the badge shows again");
    }

    @Override
    public void away(Ending ending, Duration wait) {
        JsonObjectBuilder data =
                data().add("state", "away").add("words", ending.words()).add("wait_ms", wait.toMillis());
        String seconds = String.format(Locale.ROOT, "%.1f s", wait.toMillis() / 1_000.0);
        event("connection", data, ending.words() + " Next try in " + seconds);
    }

    @Override
    public void renewed(Instant until) {
        event("certificate", data().add("valid_until", until.toString()), "renewed, valid until " + until);
    }

    @Override
    public void failed(String why) {
        event("certificate", data().add("error", why), "not renewed yet: " + why);
    }

    void misunderstood(String words) {
        event("prompt", data().add("error", words), words);
    }

    private static JsonObjectBuilder data() {
        return Json.createObjectBuilder();
    }

    private void event(String type, JsonObjectBuilder data, String words) {
        JsonObject event =
                Json.createObjectBuilder().add("type", type).add("data", data).build();
        printer().event(new Envelope(event), words);
    }
}
