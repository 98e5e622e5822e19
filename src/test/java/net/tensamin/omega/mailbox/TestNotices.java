package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;

/** {@link Notices} without a store, for tests of other components: knows all users but one, and notes what it is told. */
public class TestNotices extends Notices {
    private final List<String> told = new ArrayList<>();
    private final UserId nobody;
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    public TestNotices(UserId nobody) {
        this.nobody = nobody;
    }

    public List<String> told() {
        return told;
    }

    @Override
    public CompletionStage<Void> submitNotice(UserId sender, UserId receiver, String party) {
        return tell("notice " + sender + " to " + receiver, sender, receiver);
    }

    @Override
    public CompletionStage<Void> submitRead(UserId reader, UserId sender, String party) {
        return tell("read " + sender + " by " + reader, reader);
    }

    private CompletionStage<Void> tell(String what, UserId... mustExist) {
        if (List.of(mustExist).contains(nobody)) {
            return CompletableFuture.failedFuture(new UnknownUserException(nobody));
        }
        told.add(what);
        return answer;
    }

    /** From now on notices and reads are committed when the future completes. */
    public void commitWith(CompletableFuture<Void> commit) {
        answer = commit;
    }

    /** As for a mailbox that is locked for long. */
    public void refuse() {
        answer = CompletableFuture.failedFuture(new MailboxUnavailableException("on purpose"));
    }

    @Override
    public PendingBadges pending(UserId user) {
        requireKnown(user);
        return new PendingBadges(5, List.of(new Badge(new UserId(7), 3, 5)));
    }

    private void requireKnown(UserId user) {
        if (user.equals(nobody)) {
            throw new UnknownUserException(user);
        }
    }
}
