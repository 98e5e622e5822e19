package net.tensamin.omega.operations;

import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.trace.TraceEvent;

/**
 * What this node remembers of a user, as the HTTPS API answers it.
 *
 * @param otherNodes which may remember more
 * @param onlineThrough the Omikrons by which the user is online now; empty when offline
 * @param sessions of devices, now
 * @param events the oldest first
 */
public record TraceReport(
        String status,
        @JsonbProperty("user_id") long userId,
        String node,
        @JsonbProperty("other_nodes") List<String> otherNodes,
        @JsonbProperty("online_through") String onlineThrough,
        int sessions,
        List<Event> events) {

    /** Members that say nothing of an event are left out. */
    public record Event(
            String at,
            String kind,
            @JsonbProperty("sender_id") OptionalLong sender,
            OptionalLong revision,
            Optional<String> party) {

        static Event of(TraceEvent event) {
            return new Event(
                    Instant.ofEpochMilli(event.atMillis()).toString(),
                    event.kind().name().toLowerCase(Locale.ROOT),
                    positive(event.sender()),
                    positive(event.revision()),
                    Optional.of(event.party()).filter(party -> !party.isEmpty()));
        }

        private static OptionalLong positive(long id) {
            return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
        }
    }

    static TraceReport of(UserId user, NodeBoard nodes, String onlineThrough, int sessions, List<TraceEvent> events) {
        return new TraceReport(
                "success",
                user.value(),
                nodes.self().name(),
                List.copyOf(nodes.others().keySet()),
                onlineThrough,
                sessions,
                events.stream().map(Event::of).toList());
    }
}
