package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_DESKTOP;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOBS_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.NOBODY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.RevocationsOfNobody;
import org.junit.jupiter.api.Test;

/** Whose sessions end when a user is removed (SPEC §3). */
class ExpulsionTest {
    private static final long STAYS = -1;
    private static final long ACCOUNT_REMOVED = 203;

    private final SessionFixture fixture = new SessionFixture();
    private final RemovedUsers removed = new RemovedUsers();
    private final Set<TauriSession> connected = ConcurrentHashMap.newKeySet();
    private final Expulsion expulsion =
            new Expulsion(connected, fixture.sessions, RevocationsOfNobody.known(), removed);

    @Test
    void allSessionsOfARemovedUserEndAndNobodyElses() {
        SessionFixture.Client phone = connected(fixture.liveClient(ALICES_PHONE));
        SessionFixture.Client desktop = connected(fixture.liveClient(ALICES_DESKTOP));
        SessionFixture.Client silent = connected(fixture.client(ALICES_PHONE));
        SessionFixture.Client bob = connected(fixture.client(BOBS_PHONE));
        SessionFixture.Client nobody = connected(fixture.client(NOBODY));

        removed.add(List.of(ALICE));
        expulsion.removed(ALICE);

        assertEquals(
                List.of(ACCOUNT_REMOVED, ACCOUNT_REMOVED, ACCOUNT_REMOVED, STAYS, STAYS),
                Stream.of(phone, desktop, silent, bob, nobody)
                        .map(client -> client.closedWith)
                        .toList());
        assertEquals("account removed", phone.reason);
    }

    @Test
    void whoeverConnectsWithACertificateOfARemovedUserIsSentAway() {
        removed.add(List.of(ALICE));
        SessionFixture.Client late = fixture.client(ALICES_PHONE);
        expulsion.connected(late.session);
        assertEquals(ACCOUNT_REMOVED, late.closedWith);

        SessionFixture.Client bob = fixture.client(BOBS_PHONE);
        expulsion.connected(bob.session);
        assertEquals(STAYS, bob.closedWith);
    }

    /** With a certificate that names nobody; the user was there when it was looked up, and is removed before the session is known. */
    @Test
    void aSessionThatIdentifiesAsItsUserIsRemovedEnds() {
        fixture.settings = SessionFixture.settings(true);
        SessionFixture.Client client = connected(fixture.client(NOBODY));
        fixture.identifiedBy(session -> {
            removed.add(List.of(ALICE));
            expulsion.removed(ALICE);
            fixture.sessions.add(session);
            expulsion.identified(session);
        });

        client.says(SessionFixture.IDENTIFY_ALICE);
        fixture.background.runAll();

        assertEquals(ACCOUNT_REMOVED, client.closedWith);
        assertEquals(0, fixture.sessions.count());
    }

    /** Its mailbox is gone: that is not a database that came back older. */
    @Test
    void aMailboxThatIsGoneWithItsUserEndsTheSession() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(SessionFixture.BOB, 1));
        fixture.users.remove(ALICE);
        fixture.inbox.setBackTo(0, Map.of());

        new RevisionSweep(List.of(fixture.sessions), fixture.inbox, new LocalBus()).sweep();
        fixture.background.runAll();

        assertEquals(ACCOUNT_REMOVED, phone.closedWith);
    }

    @Test
    void whatItsDevicesHaveProvenIsNotWritten() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        assertTrue(fixture.cursors.size() > 0);
        fixture.cursors.forget(ALICE);
        assertEquals(0, fixture.cursors.size());
        fixture.cursors.write();
        assertEquals(STAYS, phone.closedWith);
    }

    private SessionFixture.Client connected(SessionFixture.Client client) {
        connected.add(client.session);
        return client;
    }
}
