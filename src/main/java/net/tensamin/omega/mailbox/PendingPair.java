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

/** What one user has pending from one sender (SPEC §4). */
@Entity
@Table(name = "pending_pair")
@IdClass(PendingPair.Key.class)
@NamedQuery(name = PendingPair.PENDING, query = """
                select p from PendingPair p
                where p.mailbox.user = :user and p.amount > 0 order by p.revision desc
                """)
@NamedQuery(name = PendingPair.TOMBSTONE_OWNERS, query = """
                select distinct p.mailbox.user from PendingPair p
                where p.mailbox.user > :after and p.amount = 0 and p.changedAt < :before order by p.mailbox.user
                """)
@NamedQuery(name = PendingPair.FORGET, query = """
                delete from PendingPair p
                where p.mailbox.user in :owners and p.amount = 0 and p.changedAt < :before
                """)
@NamedNativeQuery(name = PendingPair.OF_KEYS, resultClass = PendingPair.class, query = """
                select p.receiver_id, p.sender_id, p.amount, p.revision, p.changed_at
                from pending_pair p join unnest(?1, ?2) as k (receiver_id, sender_id)
                on p.receiver_id = k.receiver_id and p.sender_id = k.sender_id
                """)
class PendingPair {
    /** The pairs whose receivers and senders are in two arrays, side by side. */
    static final String OF_KEYS = "PendingPair.ofKeys";

    static final String PENDING = "PendingPair.pending";
    static final String TOMBSTONE_OWNERS = "PendingPair.tombstoneOwners";
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

    PendingPair(Mailbox mailbox, UserId sender) {
        this.mailbox = mailbox;
        this.sender = sender.value();
    }

    /** One more message; the amount stays at the greatest number there is rather than fail a notice. */
    void add(Instant now) {
        amount = amount == Long.MAX_VALUE ? amount : amount + 1;
        change(now);
    }

    /**
     * All were read.
     *
     * @return false when nothing was pending, and nothing changed
     */
    boolean clear(Instant now) {
        if (amount == 0) {
            return false;
        }
        amount = 0;
        change(now);
        return true;
    }

    private void change(Instant now) {
        revision = mailbox.nextRevision();
        changedAt = now;
    }

    Key key() {
        return new Key(mailbox.user(), sender);
    }

    PairState state() {
        return new PairState(new UserId(sender), amount, revision);
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
