package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.clear;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.cluster.LocalBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session sends of its user's mailbox, and in which order. */
class DeliveryTest {
    private static final UserId CAROL = new UserId(8);
    private static final UserId DAVE = new UserId(9);
    private static final String SUCCESS = "{'type':'success','id':'i'}";

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void whatANewDeviceDoesNotKnowFollowsSuccessInOrderOfRevision() {
        fixture.change(BOB, 1);
        fixture.change(CAROL, 1);
        fixture.change(DAVE, 1);
        fixture.change(BOB, 2);
        fixture.change(DAVE, 0);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.says(IDENTIFY_ALICE);
        fixture.background.runAll();

        assertEquals(List.of(SUCCESS, push(8), push(7), clear(9)), client.stream.lines);
    }

    @Test
    void liveChangesQueueBehindWhatWasMissed() {
        fixture.change(BOB, 1);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        fixture.inbox.beforeAnswer = () -> {
            fixture.deliver(fixture.change(CAROL, 1));
            fixture.deliver(fixture.change(BOB, 0));
            assertEquals(List.of(SUCCESS), client.stream.lines);
        };

        fixture.background.runNext();

        assertEquals(List.of(SUCCESS, push(7), push(8), clear(7)), client.stream.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    @Test
    void aChangeThatTheSnapshotHoldsAlreadyIsNotSentTwice() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        fixture.deliver(fixture.change(BOB, 1));

        fixture.background.runAll();

        assertEquals(List.of(SUCCESS, push(7)), client.stream.lines);
    }

    @Test
    void eachNoticeIsOnePush() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(BOB, 2));
        fixture.deliver(fixture.change(BOB, 3));

        assertEquals(List.of(push(7), push(7), push(7)), client.stream.lines);
        assertEquals(List.of(), List.copyOf(fixture.background.later));
    }

    @Test
    void changesThatOvertakeEachOtherAreSentInOrderWithoutReadingTheInbox() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        BadgeChange first = fixture.change(BOB, 1);
        BadgeChange second = fixture.change(CAROL, 1);
        BadgeChange third = fixture.change(BOB, 0);
        fixture.deliver(third);
        fixture.deliver(second);
        assertEquals(TauriSession.State.CATCHING_UP, client.session.state());
        assertEquals(List.of(), client.stream.lines);

        fixture.deliver(first);

        assertEquals(List.of(push(7), push(8), clear(7)), client.stream.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
        fixture.inbox.beforeAnswer = () -> fail("the inbox was read");
        fixture.background.runAll();
    }

    @Test
    void aGapIsReadFromTheInboxClearsIncluded() {
        fixture.change(BOB, 1);
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.change(BOB, 0);
        fixture.change(CAROL, 1);
        fixture.deliver(fixture.change(DAVE, 1));
        assertEquals(List.of(), client.stream.lines);

        fixture.background.runAll();

        assertEquals(List.of(clear(7), push(8), push(9)), client.stream.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    @Test
    void whatComesAgainIsNotSentAgain() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        BadgeChange raised = fixture.change(BOB, 1);
        BadgeChange cleared = fixture.change(BOB, 0);
        for (BadgeChange change : List.of(raised, raised, cleared, raised, cleared)) {
            fixture.deliver(change);
        }

        assertEquals(List.of(push(7), clear(7)), client.stream.lines);
    }

    @Test
    void aChangeOfSeveralPairsIsSentFromWhereTheSessionIs() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        BadgeChange first = fixture.change(BOB, 1);
        BadgeChange second = fixture.change(CAROL, 1);
        List<Badge> both = new ArrayList<>(first.badges());
        both.addAll(second.badges());
        fixture.deliver(first);

        fixture.deliver(new BadgeChange(ALICE, 0, 2, both));

        assertEquals(List.of(push(7), push(8)), client.stream.lines);
    }

    @Test
    void anInboxThatFailsIsReadAgainLaterAndNothingIsLost() {
        fixture.change(BOB, 1);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        fixture.inbox.failure = new IllegalStateException("no database");
        fixture.background.runNext();
        fixture.deliver(fixture.change(CAROL, 1));
        assertEquals(List.of(SUCCESS), client.stream.lines);
        assertEquals(List.of(Duration.ZERO, Delivery.RETRY), fixture.background.delays);

        fixture.inbox.failure = null;
        fixture.background.runAll();

        assertEquals(List.of(SUCCESS, push(7), push(8)), client.stream.lines);
    }

    @Test
    void moreChangesThanAreHeldBackAreReadFromTheInbox() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.change(CAROL, 1);
        for (int amount = 1; amount <= 2_000; amount++) {
            fixture.deliver(fixture.change(BOB, amount));
        }

        fixture.background.runAll();

        assertEquals(push(8), client.stream.lines.get(0));
        assertEquals(push(7), client.stream.lines.get(1));
        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    @Test
    void whatIsReadForASessionThatEndedIsNotSent() {
        fixture.change(BOB, 1);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        fixture.inbox.beforeAnswer = client.session.lines()::closed;

        fixture.background.runAll();

        assertEquals(List.of(SUCCESS), client.stream.lines);
    }

    @Test
    void whoeverDoesNotReadIsSentNoMoreAndThenWhatTheInboxHolds() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.stream.capacity = 2;
        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(CAROL, 1));
        fixture.deliver(fixture.change(BOB, 0));
        fixture.deliver(fixture.change(DAVE, 1));
        fixture.deliver(fixture.change(BOB, 1));
        fixture.background.runAll();
        assertEquals(List.of(push(7), push(8)), client.stream.take());
        assertEquals(TauriSession.State.CATCHING_UP, client.session.state());
        assertEquals(2, client.session.binding().orElseThrow().delivery().lastRevision());

        client.session.lines().writable(client.stream);
        fixture.background.runAll();

        assertEquals(List.of(push(9), push(7)), client.stream.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    @Test
    void aSnapshotLargerThanTheQueueIsSentPieceByPiece() {
        for (long sender = 1; sender <= 10; sender++) {
            fixture.change(new UserId(sender), 1);
        }
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.stream.capacity = 4;
        client.says(IDENTIFY_ALICE);
        List<String> heard = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            fixture.background.runAll();
            heard.addAll(client.stream.take());
            client.session.lines().writable(client.stream);
        }

        assertEquals(11, heard.size());
        for (int sender = 1; sender <= 10; sender++) {
            assertEquals(push(sender), heard.get(sender));
        }
        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    @Test
    void aChangeThatWasNeverHeardOfIsFoundByTheSweep() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.change(BOB, 1);
        RevisionSweep sweep = new RevisionSweep(List.of(fixture.sessions), fixture.inbox, new LocalBus());

        sweep.sweep();
        assertEquals(TauriSession.State.CATCHING_UP, client.session.state());
        fixture.background.runAll();
        sweep.sweep();

        assertEquals(List.of(push(7)), client.stream.lines);
        assertEquals(TauriSession.State.LIVE, client.session.state());
        assertEquals(List.of(), List.copyOf(fixture.background.later));
    }

    @Test
    void aSweepOutlivesAnInboxThatFails() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.inbox.failure = new IllegalStateException("no database");

        new RevisionSweep(List.of(fixture.sessions), fixture.inbox, new LocalBus()).sweep();

        assertEquals(TauriSession.State.LIVE, client.session.state());
    }

    /**
     * Changes are lost, repeated and shuffled on their way, and the inbox is read at any moment. Once the last change has come
     * through, the client shows what the mailbox holds, and no badge was ever sent out of order.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverHappensOnTheWayTheClientShowsWhatTheMailboxHolds(boolean identifiesLate) {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            SessionFixture around = new SessionFixture();
            SessionFixture.Client client =
                    identifiesLate ? around.client(ALICES_PHONE) : around.liveClient(ALICES_PHONE);
            List<BadgeChange> underWay = new ArrayList<>();
            for (int step = 0; step < 120; step++) {
                if (identifiesLate && step == 40) {
                    client.says(IDENTIFY_ALICE);
                }
                step(random, around, underWay);
            }
            around.deliver(around.change(BOB, 5));
            around.background.runAll();

            assertEquals(shown(around.inbox), shown(client.stream.lines), "seed " + seed);
            assertEquals(TauriSession.State.LIVE, client.session.state(), "seed " + seed);
        }
    }

    private static void step(Random random, SessionFixture around, List<BadgeChange> underWay) {
        switch (random.nextInt(7)) {
            case 0, 1, 2 -> underWay.add(around.change(new UserId(1 + random.nextInt(4)), random.nextInt(3)));
            case 3, 4 -> {
                if (!underWay.isEmpty()) {
                    BadgeChange change = underWay.get(random.nextInt(underWay.size()));
                    around.deliver(change);
                    underWay.removeIf(candidate -> candidate == change && random.nextBoolean());
                }
            }
            case 5 -> underWay.removeIf(change -> random.nextInt(10) == 0);
            default -> {
                around.inbox.beforeAnswer =
                        random.nextBoolean() ? () -> {} : () -> around.deliver(around.change(BOB, random.nextInt(2)));
                if (!around.background.later.isEmpty()) {
                    around.background.runNext();
                }
                around.inbox.beforeAnswer = () -> {};
            }
        }
    }

    /** The senders whose badges are up. */
    private static Map<String, Boolean> shown(List<String> lines) {
        Map<String, Boolean> shown = new HashMap<>();
        for (String line : lines) {
            String sender = line.replaceAll(".*'sender_id':'([0-9]+)'.*", "$1");
            if (line.contains("push_notification")) {
                shown.put(sender, true);
            } else if (line.contains("read_notification")) {
                shown.remove(sender);
            }
        }
        return shown;
    }

    private static Map<String, Boolean> shown(SessionFixture.TestInbox inbox) {
        Map<String, Boolean> shown = new HashMap<>();
        inbox.badges.forEach((sender, badge) -> {
            if (badge.amount() > 0) {
                shown.put(sender.toString(), true);
            }
        });
        return shown;
    }
}
