package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadsTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TestNotices notices = new TestNotices(new UserId(999));
    private final VirtualTime time = new VirtualTime();
    private final Timers timers = new Timers(time, Runnable::run);
    private final Reads reads = new Reads(notices, timers, PATIENCE);

    @Test
    void aCallerThatWaitsGoesOnWhenItIsCommitted() {
        reads.read(ALICE, BOB, "device 5f");
        assertEquals(List.of("read 7 by 42"), notices.told());
    }

    @Test
    void whatIsNotCommittedInTimeIsWithdrawn() {
        CompletableFuture<Void> commit = uncommitted();
        Reads impatient = new Reads(notices, timers, Duration.ofMillis(20));
        assertThrows(MailboxUnavailableException.class, () -> impatient.read(ALICE, BOB, "device 5f"));
        assertTrue(commit.isCancelled());
    }

    @Test
    void anInterruptedCallerStopsWaitingAndStaysInterrupted() {
        CompletableFuture<Void> commit = uncommitted();
        Thread.currentThread().interrupt();
        assertThrows(MailboxUnavailableException.class, () -> reads.read(ALICE, BOB, "device 5f"));
        assertTrue(Thread.interrupted());
        assertTrue(commit.isCancelled());
    }

    @Test
    void whatFailsTheReadReachesTheCaller() {
        notices.commitWith(CompletableFuture.failedFuture(new UnknownUserException(ALICE)));
        assertThrows(UnknownUserException.class, () -> reads.read(ALICE, BOB, "device 5f"));
        assertInstanceOf(UnknownUserException.class, failure(submitted()));
        notices.commitWith(CompletableFuture.failedFuture(new StackOverflowError("on purpose")));
        assertThrows(CompletionException.class, () -> reads.read(ALICE, BOB, "device 5f"));
    }

    /** A thread each would be all that sessions have, for a few reads of one user whose mailbox is locked. */
    @Test
    void aCallerThatHasNoThreadToSpareIsToldWhenItIsCommitted() {
        CompletableFuture<Void> commit = uncommitted();
        CompletableFuture<Void> read = submitted();
        time.pass(PATIENCE.minusMillis(1));
        assertFalse(read.isDone());

        commit.complete(null);

        read.join();
        time.pass(PATIENCE);
        assertFalse(commit.isCancelled());
    }

    @Test
    void andThatItWasNotInTime() {
        CompletableFuture<Void> commit = uncommitted();
        CompletableFuture<Void> read = submitted();

        time.pass(PATIENCE);

        assertTrue(commit.isCancelled());
        assertInstanceOf(MailboxUnavailableException.class, failure(read));
    }

    private CompletableFuture<Void> uncommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        notices.commitWith(commit);
        return commit;
    }

    private CompletableFuture<Void> submitted() {
        return reads.submit(ALICE, BOB, "device 5f").toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<Void> read) {
        return assertThrows(CompletionException.class, read::join).getCause();
    }
}
