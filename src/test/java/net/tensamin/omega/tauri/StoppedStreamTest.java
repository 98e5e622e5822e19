package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;

/** A client that reads nothing more of the stream on which it identified (STOP_SENDING, RFC 9000 §3.5). */
class StoppedStreamTest {
    private static final String SUCCESS = "{'type':'success','id':'i'}";
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";
    private static final UserId CAROL = new UserId(8);

    private final SessionFixture fixture = new SessionFixture();
    private final SessionFixture.TestStream next = new SessionFixture.TestStream();

    @Test
    void whatIsUnprovenIsSentAgainWhereItIdentifiesNext() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        proveAll(client);
        fixture.deliver(fixture.change(CAROL, 1));

        client.stops(client.stream);
        fixture.deliver(fixture.change(BOB, 2));
        client.says(next, IDENTIFY_ALICE);
        fixture.background.runAll();
        fixture.deliver(fixture.change(CAROL, 2));

        assertEquals(List.of(SUCCESS, push(8), push(7), push(8)), next.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
        assertEquals(-1, client.closedWith);
    }

    @Test
    void itIsClosedIfItDoesNotIdentifyAgainInTime() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stops(client.stream);
        assertEquals(List.of(client.session), fixture.due, "looked at from now on");

        fixture.pass(Duration.ofMillis(9_999));
        client.session.tick();
        assertEquals(-1, client.closedWith);
        fixture.pass(Duration.ofMillis(1));
        client.session.tick();

        assertEquals(103, client.closedWith);
        assertEquals("not identified in time", client.reason);
    }

    @Test
    void aStreamThatWasStoppedBeforeTheUserWasKnownIsNoStream() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        fixture.background.beforeCall = () -> client.stops(client.stream);

        client.says(IDENTIFY_ALICE);
        client.says(next, IDENTIFY_ALICE);
        fixture.deliver(fixture.change(BOB, 1));
        fixture.background.runAll();

        assertEquals(List.of(SUCCESS, push(7)), next.lines);
        fixture.pass(Duration.ofSeconds(10));
        client.session.tick();
        assertEquals(-1, client.closedWith);
    }

    @Test
    void theStoppedStreamItselfIsNoPlaceToGoOn() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stops(client.stream);

        client.says(IDENTIFY_ALICE);
        fixture.pass(Duration.ofSeconds(10));
        client.session.tick();

        assertEquals(103, client.closedWith);
    }

    @Test
    void anotherUserIsRefusedOnTheNextStreamToo() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stops(client.stream);

        client.says(next, "{'type':'tauri_identification','id':'i','data':{'user_id':'7'}}");

        assertEquals(List.of("{'type':'error_not_authenticated','id':'i'}"), next.lines);
    }

    @Test
    void aSessionWhoseOtherStreamIsStoppedGoesOnAsBefore() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stops(next);
        assertEquals(List.of(), fixture.due);

        fixture.deliver(fixture.change(BOB, 1));

        assertEquals(List.of(push(7)), client.stream.lines);
    }

    /** The pong of a ping on the stopped stream comes late, and is not one for the ping on the next. */
    @Test
    void aLatePongProvesNothingOfTheNextStream() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.stops(client.stream);
        client.says(next, IDENTIFY_ALICE);
        fixture.background.runAll();
        fixture.deliver(fixture.change(BOB, 1));
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();

        client.says(PONG);
        assertEquals(0, client.session.binding().orElseThrow().proven());
        client.says(next, PONG);
        assertEquals(1, client.session.binding().orElseThrow().proven());
    }

    @Test
    void pingsThatWereLostWithTheStreamAreNotMissed() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.stops(client.stream);
        client.says(next, IDENTIFY_ALICE);
        fixture.background.runAll();
        for (int i = 0; i < 10; i++) {
            fixture.pass(Duration.ofSeconds(15));
            client.session.tick();
            client.says(next, PONG);
        }

        assertEquals(-1, client.closedWith);
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        fixture.pass(Duration.ofSeconds(30));
        client.session.tick();
        assertEquals(101, client.closedWith);
    }

    private void proveAll(SessionFixture.Client client) {
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.says(PONG);
        client.stream.lines.clear();
    }
}
