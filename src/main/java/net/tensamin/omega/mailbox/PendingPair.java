package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;

/** What one user has pending from one sender (SPEC §4). */
@Entity
@Table(name = "pending_pair")
@IdClass(PendingPair.Key.class)
@NamedQuery(name = PendingPair.TOMBSTONE_RECEIVERS, query = """
                select distinct p.mailbox.receiver from PendingPair p
                where p.mailbox.receiver > :after and p.amount = 0 and p.changedAt < :before order by p.mailbox.receiver
                """)
@NamedQuery(name = PendingPair.FORGET, query = """
                delete from PendingPair p
                where p.mailbox.receiver in :receivers and p.amount = 0 and p.changedAt < :before
                """)
@NamedQuery(name = PendingPair.OF_RECEIVER, query = """
                select new net.tensamin.omega.mailbox.StoredPair(
                    p.mailbox.receiver, p.sender, p.amount, p.revision, p.changedAt)
                from PendingPair p where p.mailbox.receiver = :user and p.sender > :after order by p.sender
                """)
@NamedQuery(name = PendingPair.OF_SENDER, query = """
                select new net.tensamin.omega.mailbox.StoredPair(
                    p.mailbox.receiver, p.sender, p.amount, p.revision, p.changedAt)
                from PendingPair p where p.sender = :user and p.mailbox.receiver > :after order by p.mailbox.receiver
                """)
@NamedQuery(name = PendingPair.REMOVE, query = "delete from PendingPair p where p.mailbox.receiver = :receiver")
@NamedNativeQuery(name = PendingPair.RECEIVERS_OF_SENDER, query = """
                select p.receiver_id from pending_pair p
                where p.sender_id = ?1 and p.receiver_id > ?2 and p.amount > 0
                order by p.sender_id, p.receiver_id fetch first (select 500) rows only
                """)
@NamedNativeQuery(name = PendingPair.SINCE, query = """
                select p.sender_id, p.amount, p.revision from pending_pair p
                where p.receiver_id = ?1 and p.revision > ?2
                order by p.receiver_id, p.revision fetch first (select 200) rows only
                """)
@NamedNativeQuery(name = PendingPair.PENDING_BEFORE, query = """
                select m.revision, p.sender_id, p.amount, p.revision as changed from mailbox m
                left join (
                    select q.receiver_id, q.sender_id, q.amount, q.revision from pending_pair q
                    where q.receiver_id = ?1 and q.amount > 0 and q.revision < ?2
                    order by q.receiver_id desc, q.revision desc fetch first (select cast(?3 as integer)) rows only
                ) p on p.receiver_id = m.user_id
                where m.user_id = ?1 order by p.revision desc
                """)
@NamedNativeQuery(name = PendingPair.OF_KEYS, query = """
                select p.receiver_id, p.sender_id, p.amount, p.revision from pending_pair p
                join unnest(cast(?1 as bigint array), cast(?2 as bigint array)) as k (receiver_id, sender_id)
                on p.receiver_id = k.receiver_id and p.sender_id = k.sender_id
                """)
@NamedNativeQuery(name = PendingPair.WRITE, query = """
                merge into pending_pair as p using (
                    select * from unnest(cast(?1 as bigint array), cast(?2 as bigint array),
                            cast(?3 as bigint array), cast(?4 as bigint array))
                        as n (receiver_id, sender_id, amount, revision)
                ) as k on p.receiver_id = k.receiver_id and p.sender_id = k.sender_id
                when matched then update set amount = k.amount, revision = k.revision, changed_at = ?5
                when not matched then insert (receiver_id, sender_id, amount, revision, changed_at)
                    values (k.receiver_id, k.sender_id, k.amount, k.revision, ?5)
                """)
@NamedNativeQuery(
        name = PendingPair.TOTALS,
        query = "select count(*), coalesce(sum(amount), 0) from pending_pair where amount > 0")
class PendingPair {
    /** How many pairs have an amount above 0, and the sum of their amounts: reads the whole table. */
    static final String TOTALS = "PendingPair.totals";

    /** The pairs whose receivers and senders are in two arrays, side by side: receiver, sender, amount, revision. */
    static final String OF_KEYS = "PendingPair.ofKeys";

    /** Writes pairs from four such arrays, made or changed at a time. */
    static final String WRITE = "PendingPair.write";

    /**
     * {@link Mailboxes#PAGE} of a receiver past a revision: sender, amount, revision. H2 takes the order from the index, and no row
     * too many, only if the index's first column is named and no other table is. PostgreSQL does so only if the number is a query: one that it
     * knows beforehand it compares with how many rows it expects, and where it expects fewer, as in a table that it has no statistics of
     * or for a receiver who has more than most, it reads and sorts all for each page.
     */
    static final String SINCE = "PendingPair.since";

    /** {@link RemovedMailboxes#STEP} receivers past one who have something of a sender pending; its number is a query as in {@link #SINCE}. */
    static final String RECEIVERS_OF_SENDER = "PendingPair.receiversOfSender";

    static final String OF_RECEIVER = "PendingPair.ofReceiver";
    static final String OF_SENDER = "PendingPair.ofSender";
    static final String REMOVE = "PendingPair.remove";

    /** A mailbox's revision with so many pairs of it that changed before a revision and have an amount above 0, the latest first; once with nulls if none has. Its number is a query as in {@link #SINCE}. */
    static final String PENDING_BEFORE = "PendingPair.pendingBefore";

    static final String TOMBSTONE_RECEIVERS = "PendingPair.tombstoneReceivers";
    static final String FORGET = "PendingPair.forget";

    @Id
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "receiver_id")
    private Mailbox mailbox;

    @Id
    @Column(name = "sender_id")
    private long sender;

    private long amount;
    private long revision;

    @Column(name = "changed_at")
    private Instant changedAt;

    /** For JPA. */
    protected PendingPair() {}

    /** As it is stored, or new with no amount and revision; not managed. */
    PendingPair(Mailbox mailbox, long sender, long amount, long revision) {
        this.mailbox = mailbox;
        this.sender = sender;
        this.amount = amount;
        this.revision = revision;
    }

    /** One more message; the amount stays at the greatest number there is rather than fail a notice. */
    void add() {
        amount = amount == Long.MAX_VALUE ? amount : amount + 1;
        revision = mailbox.nextRevision();
    }

    /**
     * All were read.
     *
     * @return false when nothing was pending, and nothing changed
     */
    boolean clear() {
        if (amount == 0) {
            return false;
        }
        amount = 0;
        revision = mailbox.nextRevision();
        return true;
    }

    Key key() {
        return new Key(mailbox.receiver(), sender);
    }

    Badge badge() {
        return badgeSince(Badge.UNTIMED);
    }

    /** As it is after what came then. */
    Badge badgeSince(long nanos) {
        return new Badge(new UserId(sender), amount, revision, nanos);
    }

    /** JPA's form of the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private long mailbox;
        private long sender;

        /** For JPA. */
        public Key() {}

        Key(UserId receiver, UserId sender) {
            this(receiver.value(), sender.value());
        }

        private Key(long mailbox, long sender) {
            this.mailbox = mailbox;
            this.sender = sender;
        }

        long receiver() {
            return mailbox;
        }

        long sender() {
            return sender;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && mailbox == key.mailbox && sender == key.sender;
        }

        @Override
        public int hashCode() {
            return Objects.hash(mailbox, sender);
        }
    }
}
