package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import org.junit.jupiter.api.Test;

/** A device whose next session is on another node (SPEC §3). */
class TakeoverTest {
    private static final DeviceId PHONE = DeviceId.of(ALICES_PHONE);

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void aLaterClaimEndsTheSessionAndAnEarlierOneDoesNot() {
        fixture.devices.opening = new Opening(0, 3);
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        fixture.sessions.yieldTo(new Takeover(ALICE, PHONE, 2));
        fixture.sessions.yieldTo(new Takeover(ALICE, PHONE, 3));
        fixture.sessions.yieldTo(new Takeover(BOB, PHONE, 4));
        assertEquals(-1, client.closedWith);

        fixture.sessions.yieldTo(new Takeover(ALICE, PHONE, 4));
        assertEquals(102, client.closedWith);
    }

    @Test
    void aSessionThatHasNoClaimYetIsTheLaterOne() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(SessionFixture.IDENTIFY_ALICE);

        fixture.sessions.yieldTo(new Takeover(ALICE, PHONE, 4));

        assertEquals(-1, client.closedWith);
    }

    /** It was written while the next session began on this very node. */
    @Test
    void aProofThatCameTooLateEndsNoSessionThatHasClaimedTheDeviceSince() {
        fixture.devices.opening = new Opening(0, 4);
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        fixture.sessions.yieldTo(Takeover.after(new DeviceCursor(ALICE, PHONE, 1, Instant.now(), 0)));
        fixture.sessions.yieldTo(Takeover.after(new DeviceCursor(ALICE, PHONE, 1, Instant.now(), 3)));
        assertEquals(-1, client.closedWith);

        fixture.sessions.yieldTo(Takeover.after(new DeviceCursor(ALICE, PHONE, 1, Instant.now(), 4)));
        assertEquals(102, client.closedWith);
    }

    @Test
    void aSessionThatMovesBeforeItsFirstClaimIsKnownKeepsTheLaterOne() {
        SessionFixture.TestStream next = new SessionFixture.TestStream();
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        fixture.devices.opening = new Opening(0, 4);
        fixture.devices.beforeAnswer = () -> {
            fixture.devices.beforeAnswer = () -> {};
            fixture.devices.opening = new Opening(0, 5);
            client.stops(client.stream);
            client.says(next, SessionFixture.IDENTIFY_ALICE);
            fixture.background.runAll();
        };
        client.says(SessionFixture.IDENTIFY_ALICE);
        fixture.background.runAll();

        fixture.sessions.yieldTo(new Takeover(ALICE, PHONE, 5));

        assertEquals(-1, client.closedWith);
    }

    @Test
    void itArrivesAsItWasSent() {
        Takeover takeover = new Takeover(ALICE, PHONE, 7);
        assertEquals(takeover, Takeover.read(takeover.bytes()));
    }
}
