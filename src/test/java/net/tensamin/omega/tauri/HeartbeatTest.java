package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pings of a session, against a clock in the test's hands. */
class HeartbeatTest {
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";

    private final SessionFixture fixture = new SessionFixture();

    /** Only the time in which the server does not read it is taken off, and here that is none. */
    @Test
    void aClientThatAsksAndNeverAnswersIsMissedAllTheSame() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        for (int i = 0; i < 5; i++) {
            assertEquals(-1, client.closedWith);
            fixture.pass(Duration.ofSeconds(6));
            client.says("{'type':'get_notifications','id':'g'}");
            client.session.tick();
        }
        assertEquals(101, client.closedWith);
    }

    /** A script of {@code +ms} (time passes, the session looks), {@code pong}; what comes: pings by last_ping, closes. */
    @ParameterizedTest
    @CsvSource({
        "'+14999', ''",
        "'+15000', 'ping -1'",
        "'+15000 +12 pong +14987', 'ping -1'",
        "'+15000 +12 pong +14988', 'ping -1,ping 12'",
        "'+15000 +12 pong +14988 +7 pong +14993', 'ping -1,ping 12,ping 7'",
        "'+15000 +15000', 'ping -1,ping -1'",
        "'+15000 +15000 +14999', 'ping -1,ping -1'",
        "'+15000 +15000 +15000', 'ping -1,ping -1,close 101'",
        "'+15000 +30000', 'ping -1,close 101'",
        "'+15000 +15000 +14999 pong +1', 'ping -1,ping -1,ping 29999'",
        "'+15000 +15000 +14999 pong +1 +14999 pong +1', 'ping -1,ping -1,ping 29999,ping 29999'",
        "'+15000 +15000 +14999 pong +1 +15000', 'ping -1,ping -1,ping 29999,close 101'",
        "'+15000 +15000 +5 pong pong +14995', 'ping -1,ping -1,ping 5'",
        "'pong pong pong +15000 +30000', 'ping -1,close 101'",
        "'pong +15000 +10 pong pong pong +14990 +30000', 'ping -1,ping 10,close 101'",
        "'+100000', 'ping -1'",
    })
    void pingsAndPongsInTime(String script, String expected) {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        for (String step : script.split(" ")) {
            if (step.equals("pong")) {
                client.says(PONG);
            } else {
                fixture.pass(Duration.ofMillis(Long.parseLong(step.substring(1))));
                client.session.tick();
            }
        }

        List<String> came = new ArrayList<>(client.stream.lines.stream()
                .map(line -> line.replaceAll("\\{'type':'ping','data':\\{'last_ping':(-?[0-9]+)}}", "ping $1"))
                .toList());
        if (client.closedWith >= 0) {
            came.add("close " + client.closedWith);
        }
        assertEquals(expected, String.join(",", came));
    }

    @Test
    void theClientsPingIsAnsweredWithTheLastRoundTrip() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        fixture.pass(Duration.ofMillis(23));
        client.says(PONG);
        client.stream.take();

        client.says("{'type':'ping','id':'p','data':{'last_ping':99}}");

        assertEquals(List.of("{'type':'pong','id':'p','data':{'last_ping':23}}"), client.stream.lines);
    }

    @Test
    void everyLookTellsWhenTheNextIsDue() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        long identified = fixture.nanos;
        assertEquals(at(identified, 15), client.session.tick());

        fixture.pass(Duration.ofSeconds(15));
        assertEquals(at(identified, 30), client.session.tick());

        fixture.pass(Duration.ofSeconds(20));
        assertEquals(at(identified, 45), client.session.tick());
    }

    @Test
    void aConnectionIsLookedAtOftenEnoughNotToMissItsFirstPing() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        long connected = fixture.nanos;
        assertEquals(at(connected, 10), client.session.tick());

        fixture.settings = new TauriSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                1,
                false,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15));
        assertEquals(at(connected, 2), fixture.client(ALICES_PHONE).session.tick());
    }

    @Test
    void aPongProvesWhatWasWrittenBeforeItsPingAndNoMore() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        fixture.deliver(fixture.change(BOB, 2));
        assertEquals(0, proven(client));

        client.says(PONG);

        assertEquals(1, proven(client));
        assertEquals(3, client.stream.lines.size());
        assertEquals(push(7), client.stream.lines.get(2));
    }

    @Test
    void aClientThatIsWrittenToWithoutAPauseIsPingedOnceAnInterval() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.says(PONG);
        List<Integer> pingsAt = new ArrayList<>();
        for (int tenths = 1; tenths <= 400; tenths++) {
            fixture.pass(Duration.ofMillis(100));
            if (tenths % 10 == 0 && tenths <= 330) { // one a second, until 33 s
                fixture.deliver(fixture.change(BOB, tenths / 10));
            }
            client.stream.take();
            client.session.tick();
            if (client.stream.lines.stream().anyMatch(line -> line.contains("'ping'"))) {
                pingsAt.add(tenths);
                client.says(PONG);
            }
        }
        assertEquals(List.of(150, 300, 348), pingsAt);
        assertEquals(33, proven(client));
    }

    @Test
    void aTimeBeyondTheRangeOfTheClockIsNoExcuse() {
        Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(2), Long.MAX_VALUE - 10);
        long later = Long.MAX_VALUE - 10 + Duration.ofSeconds(1).toNanos();

        assertTrue(heartbeat.pingDue(later));
        heartbeat.pinged(later, 1, Duration.ofSeconds(1));
        assertTrue(heartbeat.missed(later + Duration.ofSeconds(2).toNanos()));
    }

    private static long proven(SessionFixture.Client client) {
        return client.session.binding().orElseThrow().proven();
    }

    private static OptionalLong at(long start, int seconds) {
        return OptionalLong.of(start + Duration.ofSeconds(seconds).toNanos());
    }
}
