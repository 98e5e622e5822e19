package net.tensamin.omega.operations.live;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.mailbox.PendingTotals;
import net.tensamin.omega.tauri.SessionView;

/** A reading as the page takes it. Ids are strings: a script's numbers end at 2^53. What is not known is null. */
final class ReadingJson {
    private ReadingJson() {}

    /** All but the sessions. */
    static String shared(Reading reading) {
        return Json.createObjectBuilder()
                .add("at", reading.at().toEpochMilli())
                .add("samples", samples(reading.samples()))
                .add("links", links(reading))
                .add("pending", reading.pending().map(ReadingJson::pending).orElse(JsonValue.NULL))
                .add("nodes", nodes(reading))
                .build()
                .toString();
    }

    /** Of the sessions what one viewer wants to see. */
    static String sessions(Reading reading, SessionQuery query, Function<DeviceId, Optional<String>> names) {
        SessionQuery.Found found = query.in(reading.sessions());
        JsonArrayBuilder first = Json.createArrayBuilder();
        for (SessionView session : found.first()) {
            JsonObjectBuilder json = session(session);
            names.apply(session.device()).ifPresent(name -> json.add("name", name));
            first.add(json);
        }
        return Json.createObjectBuilder()
                .add("total", reading.sessions().size())
                .add("matching", found.matching())
                .add("first", first)
                .build()
                .toString();
    }

    private static JsonObjectBuilder samples(Map<String, Double> samples) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        samples.forEach((series, value) -> {
            if (Double.isFinite(value)) {
                json.add(series, value);
            } else {
                json.addNull(series);
            }
        });
        return json;
    }

    private static JsonArrayBuilder links(Reading reading) {
        JsonArrayBuilder links = Json.createArrayBuilder();
        for (Reading.Link link : reading.links()) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            link.view()
                    .omikron()
                    .ifPresentOrElse(
                            id -> json.add("omikron", Long.toString(id.value())), () -> json.addNull("omikron"));
            links.add(json.add("age_ms", link.view().age().toMillis())
                    .add("round_trip_ms", link.view().roundTripMillis())
                    .add("unanswered", link.view().unanswered())
                    .add("iotas", link.iotas()));
        }
        return links;
    }

    private static JsonArrayBuilder nodes(Reading reading) {
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        for (Reading.Node node : reading.nodes()) {
            JsonObjectBuilder json =
                    Json.createObjectBuilder().add("name", node.name()).add("self", node.self());
            node.status().ifPresent(status -> json.add("up_ms", status.up().toMillis())
                    .add("state", status.state())
                    .add("sessions", status.sessions())
                    .add("links", status.links()));
            nodes.add(json);
        }
        return nodes;
    }

    private static JsonValue pending(PendingTotals totals) {
        return Json.createObjectBuilder()
                .add("pairs", totals.pairs())
                .add("messages", totals.messages())
                .build();
    }

    private static JsonObjectBuilder session(SessionView session) {
        return Json.createObjectBuilder()
                .add("user_id", Long.toString(session.user().value()))
                .add("device_id", session.device().value())
                .add("age_ms", session.age().toMillis())
                .add("round_trip_ms", session.roundTripMillis())
                .add("lag", session.lag());
    }
}
