package net.tensamin.omega.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.mailbox.MailboxChanged;
import net.tensamin.omega.mailbox.MailboxSnapshot;
import net.tensamin.omega.mailbox.Mailboxes;
import net.tensamin.omega.mailbox.MailboxesChanged;
import net.tensamin.omega.mailbox.PairState;
import net.tensamin.omega.tauri.Badge;
import net.tensamin.omega.tauri.Inbox;
import net.tensamin.omega.tauri.TauriSessions;
import net.tensamin.omega.trace.UserTraces;
import org.junit.jupiter.api.Test;

class PushDispatcherTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    @Test
    void aChangeReachesTheSessionsOfItsUserOnTheThreadThatCommitted() {
        List<String> delivered = new ArrayList<>();
        Thread committing = Thread.currentThread();
        TauriSessions sessions = new TauriSessions() {
            @Override
            public void deliver(UserId user, long previousRevision, long revision, List<Badge> badges) {
                assertSame(committing, Thread.currentThread());
                delivered.add(user + " " + previousRevision + "-" + revision + " " + badges);
            }
        };

        List<PairState> changes = List.of(new PairState(BOB, 1, 5), new PairState(new UserId(8), 0, 6));
        new PushDispatcher(sessions, UserTraces.off(), new LocalBus())
                .on(new MailboxesChanged(
                        List.of(new MailboxChanged(ALICE, 4, 6, changes), new MailboxChanged(BOB, 1, 2, List.of()))));

        List<Badge> badges = List.of(new Badge(BOB, 1, 5), new Badge(new UserId(8), 0, 6));
        assertEquals(List.of("42 4-6 " + badges, "7 1-2 []"), delivered);
    }

    @Test
    void theInboxIsTheMailboxAndItsRevisionGoesAlong() {
        Mailboxes mailboxes = new Mailboxes() {
            @Override
            public MailboxSnapshot since(UserId user, long revision) {
                assertEquals(ALICE, user);
                return new MailboxSnapshot(9, List.of(new PairState(BOB, 2, revision + 1)));
            }
        };

        Inbox.Snapshot snapshot = new MailboxInbox(mailboxes, null).since(ALICE, 3);

        assertEquals(new Inbox.Snapshot(9, List.of(new Badge(BOB, 2, 4))), snapshot);
    }
}
