package net.tensamin.omega.mailbox;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UserId;

/**
 * One message notice until it is settled: submitted to the store or read. It is settled once, by whichever comes first. A
 * later attempt to store it gets the same answer; a later read is itself submitted later, and so clears it.
 */
class HeldNotice {
    private final UserId sender;
    private final UserId receiver;
    private final LongSupplier nanos;
    private final long sinceNanos;
    private CompletableFuture<Void> settled;

    /** @param nanos a monotonic clock */
    HeldNotice(UserId sender, UserId receiver, LongSupplier nanos) {
        this.sender = sender;
        this.receiver = receiver;
        this.nanos = nanos;
        this.sinceNanos = nanos.getAsLong();
    }

    /** Submits the notice unless it is settled. Its push is waited for from now on: before, its user seemed to be online. */
    synchronized CompletableFuture<Void> store(Function<Submission, CompletableFuture<Void>> store) {
        if (settled == null) {
            settled = store.apply(new Submission.Notice(sender, receiver, nanos.getAsLong()));
        }
        return settled;
    }

    synchronized void read() {
        if (settled == null) {
            settled = CompletableFuture.completedFuture(null);
        }
    }

    UserId sender() {
        return sender;
    }

    UserId receiver() {
        return receiver;
    }

    long sinceNanos() {
        return sinceNanos;
    }
}
