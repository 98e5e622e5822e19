package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.Timers;

/**
 * Has what removed users wrote read for its receivers: amount 0 and a new revision, as for any read. It goes in steps
 * that commit, on one node at a time; if a node ends, another does the rest.
 */
@ApplicationScoped
class SenderClearing {
    /** For how long a node has a sender; it takes as much again with each step. */
    static final Duration TERM = Duration.ofSeconds(20);

    private static final Logger LOG = System.getLogger(SenderClearing.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final RemovedMailboxes mailboxes;
    private final BiFunction<UserId, UserId, CompletableFuture<Void>> read;
    private final Clock clock;
    private final AtomicBoolean working = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile long left;
    private Timers timers;
    private Timers.Plan looks = () -> {};

    /** For the client proxy. */
    SenderClearing() {
        this(null, (BiFunction<UserId, UserId, CompletableFuture<Void>>) null, null);
    }

    @Inject
    SenderClearing(RemovedMailboxes mailboxes, Notices notices, Clock clock) {
        this(
                mailboxes,
                (receiver, sender) ->
                        notices.submitRead(receiver, sender, "account removed").toCompletableFuture(),
                clock);
    }

    /** @param read submits a read, by receiver and sender */
    SenderClearing(RemovedMailboxes mailboxes, BiFunction<UserId, UserId, CompletableFuture<Void>> read, Clock clock) {
        this.mailboxes = mailboxes;
        this.read = read;
        this.clock = clock;
    }

    @Inject
    void open(Timers clocked, Meters meters) {
        timers = clocked;
        meters.gauge(
                "omega_mailbox_removed_senders",
                "Removed users of whom receivers may have something pending, as of the last look",
                () -> left);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        looks = timers.work(LOOK, this::work);
    }

    /** The data source goes after this. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stopped = true;
        looks.cancel();
    }

    void on(@Observes UserRemoved removed) {
        timers.later(Duration.ZERO, this::work);
    }

    /** One thread at a time; a thread that comes meanwhile has it look once more. */
    void work() {
        asked.set(true);
        while (asked.get() && working.compareAndSet(false, true)) {
            try {
                asked.set(false);
                look();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "What removed users wrote is not all read yet, going on soon", e);
            } finally {
                working.set(false);
            }
        }
    }

    private void look() {
        for (UserId sender : mailboxes.free(clock.instant())) {
            if (!stopped && mailboxes.take(sender, clock.instant(), TERM)) {
                clear(sender);
            }
        }
        left = mailboxes.count();
    }

    /** Until a whole round finds nothing: what was locked is read in the next. */
    private void clear(UserId sender) {
        mailboxes.batchers().forEach(mailboxes::awaitBatch);
        int cleared = 0;
        int round = clearRound(sender);
        while (round > 0 && !stopped) {
            cleared += round;
            round = clearRound(sender);
        }
        if (!stopped) {
            mailboxes.forget(sender);
            LOG.log(Level.INFO, "what user {0}, who is removed, wrote is read for {1} receivers", sender, cleared);
        }
    }

    private int clearRound(UserId sender) {
        int cleared = 0;
        List<Long> receivers = mailboxes.receivers(sender, 0);
        while (!receivers.isEmpty() && !stopped) {
            clear(sender, receivers);
            cleared += receivers.size();
            mailboxes.keep(sender, clock.instant().plus(TERM));
            receivers = mailboxes.receivers(sender, receivers.get(receivers.size() - 1));
        }
        return cleared;
    }

    private void clear(UserId sender, List<Long> receivers) {
        List<CompletableFuture<Void>> reads = receivers.stream()
                .map(receiver -> read.apply(new UserId(receiver), sender).exceptionally(SenderClearing::forgive))
                .toList();
        try {
            CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                    .get(TERM.toMillis() / 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MailboxUnavailableException(
                    "reads of what was written by user " + sender + ", who is removed, wait");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxUnavailableException("interrupted before the commit");
        }
    }

    /** The receiver is removed, too, or its mailbox is locked for long: the next round asks again. */
    private static Void forgive(Throwable failure) {
        if (failure instanceof UnknownUserException || failure instanceof MailboxUnavailableException) {
            return null;
        }
        throw failure instanceof RuntimeException fault ? fault : new IllegalStateException(failure);
    }
}
