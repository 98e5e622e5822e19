package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_DESKTOP;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.clear;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.outage.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that comes back older than what sessions have seen of it, and moments at which it only seems to. */
class StoreSetBackTest {
    private static final UserId CAROL = new UserId(8);
    private static final UserId DAVE = new UserId(9);
    private static final DeviceId PHONE = DeviceId.of(ALICES_PHONE);

    private final SessionFixture fixture = new SessionFixture();
    private final RevisionSweep sweep = new RevisionSweep(List.of(fixture.sessions), fixture.inbox, new LocalBus());
    private final CapturedLog log = new CapturedLog(CursorLog.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void sessionsReadTheStoreAnewAndWhatIsPendingThereAgainIsPushed() {
        SessionFixture.Client phone = provenUpToThree();
        SessionFixture.Client desktop = fixture.liveClient(ALICES_DESKTOP);
        fixture.cursors.write();
        assertEquals(3, fixture.devices.cursor(ALICE, PHONE));

        setBackToOne();
        sweep.sweep();
        fixture.background.runAll();
        fixture.cursors.write();

        assertEquals(List.of(push(7)), phone.stream.take());
        assertEquals(List.of(push(7)), desktop.stream.take());
        assertEquals(0, fixture.devices.cursor(ALICE, PHONE));
        assertEquals(1, log.lines().size(), "one line for all of them: " + log.lines());
        assertTrue(log.lines().get(0).startsWith("The database is older than it was: mailboxes of 1 users"));

        fixture.deliver(fixture.change(DAVE, 1));
        assertEquals(List.of(push(9)), phone.stream.take());
        ping(phone);
        pong(phone);
        fixture.cursors.write();
        assertEquals(2, fixture.devices.cursor(ALICE, PHONE));
        sweep.sweep();
        fixture.background.runAll();
        fixture.cursors.write();
        assertEquals(List.of(), phone.stream.take());
        assertEquals(1, log.lines().size());
    }

    /** A database that has just failed over may not answer at once. */
    @Test
    void whatIsFoundWhileNobodyCanSayWhoExistsIsNotForgotten() {
        SessionFixture.Client phone = provenUpToThree();
        setBackToOne();
        fixture.exists = user -> {
            throw new IllegalStateException("no database");
        };

        sweep.sweep();
        fixture.background.runAll();

        assertEquals(List.of(push(7)), phone.stream.take());
    }

    @Test
    void theNextSuccessSaysSo() {
        SessionFixture.Client phone = provenUpToThree();
        setBackToOne();
        sweep.sweep();
        fixture.background.runAll();

        phone.says(IDENTIFY_ALICE);
        SessionFixture.Client desktop = fixture.client(ALICES_DESKTOP);
        desktop.says(IDENTIFY_ALICE);

        String success = "{'type':'success','id':'i','data':{'revision':1}}";
        assertEquals(success, phone.stream.sent.get(phone.stream.sent.size() - 1));
        assertEquals(success, desktop.stream.sent.get(0));
    }

    @Test
    void aPongForAPingFromBeforeProvesNothing() {
        SessionFixture.Client phone = provenUpToThree();
        fixture.deliver(fixture.change(DAVE, 1));
        ping(phone);

        setBackToOne();
        sweep.sweep();
        pong(phone);

        assertEquals(0, fixture.cursors.open(ALICE, PHONE).revision());
        phone.session.lines().closed();
        assertEquals(0, fixture.cursors.open(ALICE, PHONE).revision());
    }

    @Test
    void aDeviceThatComesBackWithACursorPastTheMailboxGetsAllThatIsPending() {
        SessionFixture.Client first = provenUpToThree();
        first.session.lines().closed();
        setBackToOne();

        SessionFixture.Client second = fixture.client(ALICES_PHONE);
        second.says(IDENTIFY_ALICE);
        fixture.background.runAll();

        assertEquals(List.of(push(7)), second.stream.lines.subList(1, second.stream.lines.size()));
        fixture.cursors.write();
        assertEquals(0, fixture.devices.cursor(ALICE, PHONE));
    }

    @Test
    void theBatcherThatFindsItLetsAllBeComparedBeforeTheRevisionsAreReachedAgain() {
        SessionFixture.Client phone = provenUpToThree();
        setBackToOne();
        sweep.setBack(new StoreSetBack());
        for (UserId sender : List.of(CAROL, DAVE, new UserId(10))) {
            fixture.deliver(fixture.change(sender, 1));
        }
        fixture.background.runAll();

        assertEquals(List.of(push(7), push(8), push(9), push(10)), phone.stream.take());
    }

    @Test
    void aChangeThatContradictsTheLatestOneIsProofWhateverTheRevisionsSay() {
        SessionFixture.Client phone = provenUpToThree();
        fixture.inbox.setBackTo(2, Map.of(BOB, new Badge(BOB, 0, 2)));

        fixture.deliver(fixture.change(DAVE, 1));
        fixture.background.runAll();

        assertEquals(List.of(clear(7), push(9)), phone.stream.take());
        sweep.sweep();
        fixture.background.runAll();
        assertEquals(List.of(), phone.stream.take());
    }

    @Test
    void aCommitThatASessionHasBeforeTheStoreAnswersIsNoOlderStore() {
        SessionFixture.Client phone = provenUpToThree();
        fixture.inbox.beforeAnswer = () -> fixture.deliver(fixture.change(DAVE, 1));

        sweep.sweep();
        fixture.inbox.beforeAnswer = () -> {};
        fixture.background.runAll();

        assertEquals(List.of(push(9)), phone.stream.take());
        assertNoAlarm();
    }

    @Test
    void aSessionThatIsStillCatchingUpIsNoOlderStore() {
        fixture.change(BOB, 1);
        SessionFixture.Client phone = fixture.client(ALICES_PHONE);
        phone.says(IDENTIFY_ALICE);
        phone.stream.take();
        sweep.sweep();
        fixture.inbox.beforeAnswer = () -> {
            fixture.inbox.beforeAnswer = () -> {};
            fixture.deliver(fixture.change(CAROL, 1));
            sweep.sweep();
        };
        fixture.background.runAll();

        assertEquals(List.of(push(7), push(8)), phone.stream.take());
        assertNoAlarm();
    }

    @Test
    void changesThatComeLateOrAgainAreNoOlderStore() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        BadgeChange first = fixture.change(BOB, 1);
        BadgeChange second = fixture.change(BOB, 0);
        BadgeChange third = fixture.change(CAROL, 1);
        for (BadgeChange change : List.of(third, second, first, first, second, third)) {
            fixture.deliver(change);
        }
        fixture.background.runAll();

        assertEquals(List.of(push(7), clear(7), push(8)), phone.stream.take());
        assertNoAlarm();
    }

    @Test
    void whatWasReadBeforeTheStoreWasSetBackIsReadAgain() {
        SessionFixture.Client phone = provenUpToThree();
        fixture.change(DAVE, 1);
        sweep.sweep();
        fixture.inbox.beforeAnswer = () -> {
            fixture.inbox.beforeAnswer = () -> {};
            setBackToOne();
            sweep.sweep();
        };
        fixture.background.runAll();

        assertEquals(List.of(push(7)), phone.stream.take());
        assertEquals(TauriSession.State.LIVE, phone.session.state());
    }

    @Test
    void cursorsThatCannotBeTakenBackYetCountAsTakenBackAndAreLater() {
        provenUpToThree();
        fixture.cursors.write();
        setBackToOne();
        sweep.sweep();
        fixture.devices.failure = new IllegalStateException("no database");
        fixture.cursors.write();
        fixture.devices.failure = null;
        assertEquals(3, fixture.devices.cursor(ALICE, PHONE));
        assertEquals(0, fixture.cursors.open(ALICE, PHONE).revision());

        fixture.cursors.write();

        assertEquals(0, fixture.devices.cursor(ALICE, PHONE));
        List<String> told =
                log.lines().stream().filter(line -> line.contains("older")).toList();
        assertEquals(1, told.size());
    }

    private void assertNoAlarm() {
        fixture.cursors.write();
        assertEquals(List.of(), log.lines());
    }

    /** Bob's badge was raised and cleared, then Carol's was raised, and the phone has all of it. */
    private SessionFixture.Client provenUpToThree() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(BOB, 0));
        fixture.deliver(fixture.change(CAROL, 1));
        ping(phone);
        pong(phone);
        phone.stream.take();
        return phone;
    }

    /** Bob's badge is raised again, and Carol's never was. */
    private void setBackToOne() {
        fixture.inbox.setBackTo(1, Map.of(BOB, new Badge(BOB, 1, 1)));
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
