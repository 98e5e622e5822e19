package net.tensamin.omega.mailbox;

import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;

/** What is asked of one pair, on its way to the store (SPEC §4). */
sealed interface Submission {

    /** Whose mailbox it changes. */
    UserId receiver();

    UserId sender();

    /** The users that must exist for it to be taken. */
    List<UserId> mustExist();

    /** As {@link Badge#sinceNanos()}. */
    long sinceNanos();

    /**
     * Changes the pair.
     *
     * @return false when nothing changed
     */
    boolean apply(PendingPair pair);

    /** A message notice: one more is pending. */
    record Notice(UserId sender, UserId receiver, long sinceNanos) implements Submission {
        /** One that is not timed. */
        Notice(UserId sender, UserId receiver) {
            this(sender, receiver, Badge.UNTIMED);
        }

        @Override
        public List<UserId> mustExist() {
            return List.of(receiver, sender);
        }

        @Override
        public boolean apply(PendingPair pair) {
            pair.add();
            return true;
        }
    }

    /** A read: nothing is pending any more. That the sender does not exist is no error, only nothing to clear. */
    record Read(UserId receiver, UserId sender) implements Submission {
        @Override
        public long sinceNanos() {
            return Badge.UNTIMED;
        }

        @Override
        public List<UserId> mustExist() {
            return List.of(receiver);
        }

        @Override
        public boolean apply(PendingPair pair) {
            return pair.clear();
        }
    }
}
