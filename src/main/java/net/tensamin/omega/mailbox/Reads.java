package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;

/**
 * Reads whose caller waits for their commit, for {@code omega.mailbox.answer-timeout} at most. A read that is not committed by then fails with
 * {@link MailboxUnavailableException} and is withdrawn, unless its transaction has begun. Asking again does no harm.
 */
@ApplicationScoped
class Reads {
    private final Notices notices;
    private final Timers timers;
    private final Duration patience;

    /** For the client proxy. */
    Reads() {
        this(null, null, Duration.ZERO);
    }

    @Inject
    Reads(Notices notices, Timers timers, Config config) {
        this(notices, timers, MailboxSettings.from(config).answerTimeout());
    }

    Reads(Notices notices, Timers timers, Duration patience) {
        this.notices = notices;
        this.timers = timers;
        this.patience = patience;
    }

    /**
     * {@link Notices#submitRead}, for a caller whose thread others need meanwhile: one whose mailbox is locked would have them all.
     *
     * @return completes on a thread that must not be blocked
     */
    CompletionStage<Void> submit(UserId reader, UserId sender, String party) {
        CompletableFuture<Void> read = notices.submitRead(reader, sender, party).toCompletableFuture();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Timers.Plan end = timers.later(patience, () -> {
            answer.completeExceptionally(tooLate());
            read.cancel(false);
        });
        read.whenComplete((done, failure) -> {
            end.cancel();
            if (failure == null) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /**
     * {@link Notices#submitRead} and waits for the commit.
     *
     * @throws UnknownUserException if the reader does not exist
     */
    void read(UserId reader, UserId sender, String party) {
        CompletableFuture<Void> read = notices.submitRead(reader, sender, party).toCompletableFuture();
        try {
            read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            read.cancel(false);
            throw tooLate();
        } catch (InterruptedException e) {
            read.cancel(false);
            Thread.currentThread().interrupt();
            throw new MailboxUnavailableException("interrupted before the commit");
        }
    }

    private MailboxUnavailableException tooLate() {
        return new MailboxUnavailableException("not committed within " + patience);
    }
}
