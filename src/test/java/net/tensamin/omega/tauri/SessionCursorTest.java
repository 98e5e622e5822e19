package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_DESKTOP;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.clear;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;

/** What a device gets when it comes back, and what it has proven by then (SPEC §4). */
class SessionCursorTest {
    private static final UserId CAROL = new UserId(8);
    private static final DeviceId PHONE = DeviceId.of(ALICES_PHONE);

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void whatWasProvenIsNotSentAgain() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        ping(first);
        pong(first);
        first.session.lines().closed();

        assertEquals(List.of(), heardBy(ALICES_PHONE));
        assertEquals(1, cursor());
    }

    @Test
    void whatWasWrittenAndNotProvenIsSentAgain() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        ping(first);
        fixture.deliver(fixture.change(CAROL, 1));
        pong(first);
        fixture.deliver(fixture.change(BOB, 2));
        first.session.lines().closed();

        assertEquals(List.of(push(8), push(7)), heardBy(ALICES_PHONE));
        assertEquals(1, cursor());
    }

    @Test
    void whoeverWasAwayGetsPushesAndClearsPastItsCursorAndNothingElse() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(CAROL, 1));
        fixture.deliver(fixture.change(new UserId(9), 1));
        ping(first);
        pong(first);
        first.session.lines().closed();
        fixture.change(CAROL, 0);
        fixture.change(new UserId(10), 1);
        fixture.change(new UserId(10), 0);
        fixture.change(new UserId(11), 1);

        assertEquals(List.of(clear(8), clear(10), push(11)), heardBy(ALICES_PHONE));
    }

    @Test
    void operatorsSeeHowFarADeviceIsBehindItsMailbox() {
        SessionFixture.Client phone = fixture.client(ALICES_PHONE);
        assertEquals(List.of(), fixture.sessions.views());
        phone.says(IDENTIFY_ALICE);
        assertEquals(-1, lag(), "its cursor is not known yet");
        fixture.background.runAll();
        assertEquals(0, lag());

        fixture.deliver(fixture.change(BOB, 1));
        ping(phone);
        fixture.deliver(fixture.change(CAROL, 1));
        assertEquals(2, lag());
        pong(phone);

        assertEquals(1, lag());
        SessionView view = fixture.sessions.views().get(0);
        assertEquals(ALICE, view.user());
        assertEquals(PHONE, view.device());
        assertEquals(0, view.roundTripMillis());
        phone.session.lines().closed();
        assertEquals(Optional.empty(), phone.session.view());
    }

    private long lag() {
        return fixture.sessions.views().get(0).lag();
    }

    @Test
    void eachDeviceHasACursorOfItsOwn() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        ping(phone);
        pong(phone);

        assertEquals(List.of(push(7)), heardBy(ALICES_DESKTOP));
    }

    @Test
    void theSessionThatIsReplacedHandsItsCursorOver() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        ping(first);
        fixture.deliver(fixture.change(CAROL, 1));
        SessionFixture.Client second = fixture.client(ALICES_PHONE);
        pong(first);

        second.says(IDENTIFY_ALICE);
        pong(first);
        fixture.background.runAll();

        assertEquals(102, first.closedWith);
        assertEquals(push(8), second.stream.lines.get(1));
        assertEquals(2, second.stream.lines.size());
    }

    @Test
    void aCursorOutlivesTheServerOnceItIsWritten() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        ping(first);
        pong(first);
        fixture.cursors.write();

        assertEquals(1, fixture.devices.cursor(ALICE, PHONE));
    }

    @Test
    void withoutItsCursorASessionWaitsAndThenMissesNothing() {
        fixture.change(BOB, 1);
        fixture.devices.failure = new IllegalStateException("no database");
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        client.stream.lines.clear();
        fixture.background.runNext();
        ping(client);
        pong(client);
        assertEquals(TauriSession.State.CATCHING_UP, client.session.state());

        fixture.devices.failure = null;
        fixture.background.runAll();

        assertEquals(List.of(push(7)), client.stream.lines);
        assertEquals(0, cursor());
    }

    @Test
    void aPongProvesNothingThatWasTurnedDownByTheStream() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stream.capacity = 1;
        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(CAROL, 1));
        ping(client);
        pong(client);

        assertEquals(1, cursor());
    }

    @Test
    void aSessionWithoutProofLeavesADeviceThatWasSeen() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.session.lines().closed();
        fixture.cursors.write();

        assertEquals(0, fixture.devices.stored.get(List.of(ALICE, PHONE)).revision());
    }

    private long cursor() {
        return fixture.cursors.open(ALICE, PHONE).revision();
    }

    private List<String> heardBy(X509Certificate device) {
        SessionFixture.Client client = fixture.client(device);
        client.says(IDENTIFY_ALICE);
        fixture.background.runAll();
        return client.stream.lines.subList(1, client.stream.lines.size());
    }

    private void ping(SessionFixture.Client client) {
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.stream.lines.removeIf(line -> line.contains("'ping'"));
    }

    private static void pong(SessionFixture.Client client) {
        client.says("{'type':'pong','data':{'last_ping':0}}");
    }
}
