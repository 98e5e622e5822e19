package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import net.tensamin.omega.account.UserId;

/**
 * The row that serialises changes to one user's pairs: every change locks it and takes its next revision, so that
 * revisions commit in order and without gaps. Made at the user's first change.
 */
@Entity
@NamedQuery(name = Mailbox.REVISIONS, query = """
                select m.receiver, m.revision from Mailbox m where m.receiver in :receivers
                """)
@NamedQuery(name = Mailbox.REMOVE, query = "delete from Mailbox m where m.receiver = :receiver")
@NamedNativeQuery(name = Mailbox.LOCK, query = """
                select m.user_id, m.revision from mailbox m
                where m.user_id = any(?1) order by m.user_id for update
                """)
@NamedNativeQuery(name = Mailbox.LOCK_FREE, query = """
                select m.user_id, m.revision from mailbox m
                where m.user_id = any(?1) order by m.user_id for update skip locked
                """)
@NamedNativeQuery(name = Mailbox.WRITE, query = """
                merge into mailbox as m using (
                    select * from unnest(cast(?1 as bigint array), cast(?2 as bigint array)) as n (user_id, revision)
                ) as k on m.user_id = k.user_id
                when matched then update set revision = k.revision
                """)
@NamedNativeQuery(name = Mailbox.LOCK_RECEIVERS, query = """
                select u.user_id from users u where u.user_id = any(?1) order by u.user_id for update skip locked
                """)
@NamedNativeQuery(name = Mailbox.RECEIVERS, query = """
                select u.user_id, m.user_id as mailbox from users u left join mailbox m on m.user_id = u.user_id
                where u.user_id = any(?1)
                """)
class Mailbox {
    /** The mailboxes of an array of users, locked in order of user: user, revision. */
    static final String LOCK = "Mailbox.lock";

    /** The same of those that no other transaction has locked. */
    static final String LOCK_FREE = "Mailbox.lockFree";

    /** Writes revisions from arrays of users and revisions. */
    static final String WRITE = "Mailbox.write";

    /** Those of an array of users who exist and whose accounts no other transaction has locked: here they are now. */
    static final String LOCK_RECEIVERS = "Mailbox.lockReceivers";

    /** Those of an array of users who exist; each once more if it has a mailbox, else null. */
    static final String RECEIVERS = "Mailbox.receivers";

    static final String REMOVE = "Mailbox.remove";
    static final String REVISIONS = "Mailbox.revisions";

    @Id
    @Column(name = "user_id")
    private long receiver;

    private long revision;

    /** For JPA. */
    protected Mailbox() {}

    Mailbox(UserId receiver) {
        this(receiver.value(), 0);
    }

    /** As it is stored; not managed. */
    Mailbox(long receiver, long revision) {
        this.receiver = receiver;
        this.revision = revision;
    }

    /** Raises the revision; the caller holds this row's lock. */
    long nextRevision() {
        revision = Math.addExact(revision, 1);
        return revision;
    }

    long revision() {
        return revision;
    }

    long receiver() {
        return receiver;
    }
}
