package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.clear;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;

/** A client that is awake for seconds proves what it got: it pings, and a ping of the server follows (SPEC §4). */
class ProofOnDemandTest {
    private static final String ASK = "{'type':'ping','id':'p','data':{'last_ping':-1}}";
    private static final String ANSWER = "{'type':'pong','id':'p','data':{'last_ping':-1}}";
    private static final String PING = "{'type':'ping','data':{'last_ping':-1}}";
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void whatIsWrittenIsFollowedByAPingWhosePongProvesIt() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));

        client.says(ASK);
        assertEquals(List.of(push(7), ANSWER, PING), client.stream.take());
        client.says(PONG);

        assertEquals(1, cursor());
    }

    @Test
    void aShortVisitEndsWithNothingSentTwice() {
        fixture.change(BOB, 1);
        SessionFixture.Client visit = fixture.client(ALICES_PHONE);
        visit.says(IDENTIFY_ALICE);
        visit.says(ASK); // before anything was read from the inbox
        visit.stream.lines.clear();
        fixture.background.runAll();
        fixture.due.forEach(TauriSession::tick);
        assertEquals(List.of(push(7), PING), visit.stream.take());
        visit.says(PONG);
        visit.session.lines().closed();

        SessionFixture.Client next = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 0));

        assertEquals(List.of(clear(7)), next.stream.lines);
        assertEquals(
                1,
                visit.stream.sent.stream().filter(line -> line.contains("push")).count());
        assertEquals(
                0,
                next.stream.sent.stream().filter(line -> line.contains("push")).count());
    }

    @Test
    void whatIsProvenOrFollowedByAPingNeedsNone() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.says(ASK);
        assertEquals(List.of(ANSWER), client.stream.take(), "nothing was written");

        fixture.deliver(fixture.change(BOB, 1));
        client.says(ASK);
        client.says(ASK);
        assertEquals(List.of(push(7), ANSWER, PING, ANSWER), client.stream.take(), "a ping follows it already");

        client.says(PONG);
        client.says(ASK);
        assertEquals(1, client.stream.take().size(), "it is proven");
    }

    @Test
    void eachPongProvesWhatCameBeforeItsPingAndNoMore() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        client.says(ASK);
        fixture.deliver(fixture.change(new UserId(8), 1));
        client.says(ASK);
        assertEquals(List.of(push(7), ANSWER, PING, push(8), ANSWER, PING), client.stream.take());

        client.says(PONG);
        assertEquals(1, cursor());
        client.says(PONG);
        assertEquals(2, cursor());
    }

    @Test
    void aClientThatAsksAndIsNotAnsweredInTimeEndsAsAnyOther() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        client.says(ASK);

        fixture.pass(Duration.ofSeconds(30));
        client.session.tick();

        assertEquals(101, client.closedWith);
    }

    @Test
    void aStreamThatWasStoppedCarriesNoPing() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        SessionFixture.TestStream other = new SessionFixture.TestStream();
        fixture.deliver(fixture.change(BOB, 1));
        client.stops(client.stream);

        client.says(other, ASK);
        client.says(other, IDENTIFY_ALICE);
        fixture.background.runAll();
        other.lines.clear();
        client.says(other, ASK);

        assertEquals(List.of(ANSWER, PING), other.take());
        client.says(other, PONG);
        assertEquals(1, cursor(), "no ping was lost on the other stream");
    }

    private long cursor() {
        return fixture.cursors.open(ALICE, DeviceId.of(ALICES_PHONE)).revision();
    }
}
