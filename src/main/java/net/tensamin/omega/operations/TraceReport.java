package net.tensamin.omega.operations;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.trace.TraceEvent;

/**
 * What the nodes remember of a user, as the HTTPS API answers it.
 *
 * @param node that answers
 * @param otherNodes whose memory is in it too
 * @param silentNodes which did not answer, and may remember more
 * @param onlineThrough the Omikrons by which the user is online now; empty when offline
 * @param sessions of devices now, on the nodes that answered
 * @param events the oldest first
 */
@JsonbPropertyOrder({"status", "userId", "node", "otherNodes", "silentNodes", "onlineThrough", "sessions", "events"})
public record TraceReport(
        String status,
        @JsonbProperty("user_id") long userId,
        String node,
        @JsonbProperty("other_nodes") List<String> otherNodes,
        @JsonbProperty("silent_nodes") List<String> silentNodes,
        @JsonbProperty("online_through") String onlineThrough,
        int sessions,
        List<Event> events) {

    /** Members that say nothing of an event are left out. */
    @JsonbPropertyOrder({"at", "kind", "sender", "revision", "party", "node"})
    public record Event(
            String at,
            String kind,
            @JsonbProperty("sender_id") OptionalLong sender,
            OptionalLong revision,
            Optional<String> party,
            Optional<String> node) {

        private static Event of(TraceTimeline.Entry entry, boolean oneOfSeveral) {
            TraceEvent event = entry.event();
            return new Event(
                    Instant.ofEpochMilli(event.atMillis()).toString(),
                    event.kind().name().toLowerCase(Locale.ROOT),
                    positive(event.sender()),
                    positive(event.revision()),
                    Optional.of(event.party()).filter(party -> !party.isEmpty()),
                    Optional.of(entry.node()).filter(node -> oneOfSeveral));
        }

        private static OptionalLong positive(long id) {
            return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
        }
    }

    static TraceReport of(UserId user, TraceSurvey.Findings found, List<String> silent, String onlineThrough) {
        List<NodeTrace> all =
                Stream.concat(Stream.of(found.own()), found.others().stream()).toList();
        return new TraceReport(
                "success",
                user.value(),
                found.own().node(),
                found.others().stream().map(NodeTrace::node).sorted().toList(),
                silent,
                onlineThrough,
                all.stream().mapToInt(NodeTrace::sessions).sum(),
                TraceTimeline.of(all).stream()
                        .map(entry -> Event.of(entry, all.size() > 1))
                        .toList());
    }
}
