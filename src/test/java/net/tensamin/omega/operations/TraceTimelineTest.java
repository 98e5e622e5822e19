package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.tensamin.omega.trace.TraceEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTimelineTest {
    /** Events of two nodes by time, kind and revision; then all of them, with their node. */
    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "'10 noticed 0,20 pending 1', '', 'a noticed,a pending'",
        "'10 noticed 0,20 pending 1', '5 connected 0,22 pushed 1,30 proven 1', 'b connected,a noticed,a pending,b pushed,b proven'",
        "'10 noticed 0,20 pending 1', '4 pushed 1,9 proven 1', 'a noticed,a pending,b pushed,b proven'",
        "'10 noticed 0,20 pending 1', '20 pushed 1', 'a noticed,a pending,b pushed'",
        "'20 pushed 1', '20 pending 1', 'b pending,a pushed'",
        "'10 noticed 0,20 pending 1', '4 pushed 1,5 closed 0,6 connected 0', 'a noticed,a pending,b pushed,b closed,b connected'",
        "'20 pending 1,21 read 0,25 cleared 2', '3 pushed 1,8 pushed 2', 'a pending,b pushed,a read,a cleared,b pushed'",
        "'20 closed 0,20 connected 0', '', 'a closed,a connected'",
    })
    void whatCameOfARevisionStandsBehindItsCommit(String one, String other, String all) {
        List<NodeTrace> nodes = List.of(new NodeTrace("a", 0, events(one)), new NodeTrace("b", 0, events(other)));

        String found = TraceTimeline.of(nodes).stream()
                .map(entry -> entry.node() + " " + entry.event().kind().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));

        assertEquals(all, found);
    }

    private static List<TraceEvent> events(String text) {
        return Arrays.stream(text.split(","))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split(" "))
                .map(part -> new TraceEvent(
                        Long.parseLong(part[0]),
                        TraceEvent.Kind.valueOf(part[1].toUpperCase(Locale.ROOT)),
                        0,
                        Long.parseLong(part[2]),
                        ""))
                .toList();
    }
}
