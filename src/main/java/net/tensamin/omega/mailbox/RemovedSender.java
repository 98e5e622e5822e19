package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import net.tensamin.omega.account.UserId;

/** A removed user whose notices its receivers may still have pending; forgotten when none has. */
@Entity
@Table(name = "removed_sender")
@NamedQuery(
        name = RemovedSender.FREE,
        query =
                "select s.sender from RemovedSender s where s.takenUntil is null or s.takenUntil < :now order by s.sender")
@NamedQuery(name = RemovedSender.TAKE, query = """
                update RemovedSender s set s.takenUntil = :until
                where s.sender = :sender and (s.takenUntil is null or s.takenUntil < :now)
                """)
@NamedQuery(
        name = RemovedSender.KEEP,
        query = "update RemovedSender s set s.takenUntil = :until where s.sender = :sender")
@NamedQuery(name = RemovedSender.COUNT, query = "select count(s) from RemovedSender s")
@NamedQuery(name = RemovedSender.FORGET, query = "delete from RemovedSender s where s.sender = :sender")
class RemovedSender {
    /** Those that no node has taken. */
    static final String FREE = "RemovedSender.free";

    static final String TAKE = "RemovedSender.take";
    static final String KEEP = "RemovedSender.keep";
    static final String COUNT = "RemovedSender.count";
    static final String FORGET = "RemovedSender.forget";

    @Id
    @Column(name = "user_id")
    private long sender;

    @Column(name = "taken_until")
    private Instant takenUntil;

    /** For JPA. */
    protected RemovedSender() {}

    RemovedSender(UserId sender) {
        this.sender = sender.value();
    }
}
