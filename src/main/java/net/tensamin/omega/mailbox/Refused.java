package net.tensamin.omega.mailbox;

import net.tensamin.omega.account.UserId;

/** What becomes of a submission that no batch takes now. */
enum Refused {
    NOT {
        @Override
        void tell(Waiting entry) {}
    },
    /** It waits behind a lock, and what comes after it need not. */
    NOT_YET {
        @Override
        void tell(Waiting entry) {
            entry.overtaken().complete(null);
        }
    },
    LOCKED {
        @Override
        void tell(Waiting entry) {
            UserId receiver = entry.submission().receiver();
            entry.completeExceptionally(
                    new MailboxUnavailableException("another transaction has locked the mailbox of " + receiver));
        }
    },
    STOPPED {
        @Override
        void tell(Waiting entry) {
            entry.completeExceptionally(new MailboxUnavailableException("the server stops"));
        }
    };

    abstract void tell(Waiting entry);
}
