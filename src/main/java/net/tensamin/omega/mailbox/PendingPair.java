package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
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
class PendingPair {
    static final String PENDING = "PendingPair.pending";

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
            this.mailbox = receiver.value();
            this.sender = sender.value();
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
