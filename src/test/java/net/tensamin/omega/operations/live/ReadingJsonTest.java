package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.mailbox.PendingTotals;
import net.tensamin.omega.omikron.LinkView;
import net.tensamin.omega.operations.NodeStatus;
import org.junit.jupiter.api.Test;

class ReadingJsonTest {
    private static final Reading READING = new Reading(
            Instant.ofEpochMilli(1_000),
            new TreeMap<>(Map.of("omega_a_total{reason=\"x\"}", 2.0, "omega_b", Double.NaN)),
            List.of(
                    new Reading.Link(
                            new LinkView(Optional.of(new OmikronId(Long.MAX_VALUE)), Duration.ofSeconds(9), 3, 1), 2),
                    new Reading.Link(new LinkView(Optional.empty(), Duration.ofMillis(5), -1, 0), 0)),
            Optional.of(new PendingTotals(3, BigInteger.TWO.pow(63))),
            List.of(
                    new Reading.Node(
                            "a:9188",
                            true,
                            Optional.of(new NodeStatus("a:9188", Duration.ofMinutes(1), "serving", 2, 1))),
                    new Reading.Node("b", false, Optional.empty())),
            List.of(
                    SessionQueryTest.session(42, "aa00000000000001", 60, 12, 3),
                    SessionQueryTest.session(7, "bb00000000000002", 6, -1, -1)));

    @Test
    void whatIsTheSameForAllHasIdsAsStringsAndNullForWhatIsNotKnown() {
        assertEquals(
                "{\"at\":1000,\"samples\":{\"omega_a_total{reason=\\\"x\\\"}\":2.0,\"omega_b\":null},\"links\":["
                        + "{\"omikron\":\"9223372036854775807\",\"age_ms\":9000,\"round_trip_ms\":3,\"unanswered\":1,\"iotas\":2},"
                        + "{\"omikron\":null,\"age_ms\":5,\"round_trip_ms\":-1,\"unanswered\":0,\"iotas\":0}],"
                        + "\"pending\":{\"pairs\":3,\"messages\":9223372036854775808},\"nodes\":["
                        + "{\"name\":\"a:9188\",\"self\":true,\"up_ms\":60000,\"state\":\"serving\",\"sessions\":2,\"links\":1},"
                        + "{\"name\":\"b\",\"self\":false}]}",
                ReadingJson.shared(READING));
    }

    @Test
    void pendingIsNullWhileItIsNotCounted() {
        Reading uncounted = new Reading(Instant.EPOCH, Map.of(), List.of(), Optional.empty(), List.of(), List.of());
        assertEquals(
                "{\"at\":0,\"samples\":{},\"links\":[],\"pending\":null,\"nodes\":[]}", ReadingJson.shared(uncounted));
    }

    @Test
    void aViewerGetsTheSessionsItAskedForAndHowManyThereAre() {
        assertEquals(
                "{\"total\":2,\"matching\":1,\"first\":[{\"user_id\":\"42\",\"device_id\":\"aa00000000000001\","
                        + "\"age_ms\":60000,\"round_trip_ms\":12,\"lag\":3}]}",
                ReadingJson.sessions(READING, SessionQuery.parse("4", "user", 10), device -> Optional.empty()));
    }

    @Test
    void anEventIsItsNameOneLineOfDataAndABlankLine() {
        assertEquals("event: sessions\ndata: {}\n\n", EventStream.event("sessions", "{}"));
    }
}
