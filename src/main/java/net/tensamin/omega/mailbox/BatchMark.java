package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * The last batch that a batcher committed, written in that batch's transaction: it tells whether a commit whose answer was
 * lost took place.
 */
@Entity
@Table(name = "batch_mark")
@NamedQuery(
        name = BatchMark.MOVE,
        query =
                "update BatchMark b set b.sequence = :sequence, b.usedAt = :now where b.batcher = :batcher and b.sequence >= :former")
@NamedQuery(name = BatchMark.BATCHERS, query = "select b.batcher from BatchMark b order by b.batcher")
@NamedQuery(name = BatchMark.FORGET, query = "delete from BatchMark b where b.usedAt < :before")
class BatchMark {
    /** Moves a mark, unless it is missing or older than its batcher knows. */
    static final String MOVE = "BatchMark.move";

    static final String BATCHERS = "BatchMark.batchers";
    static final String FORGET = "BatchMark.forget";

    @Id
    private String batcher;

    @Column(name = "last_batch")
    private long sequence;

    @Column(name = "used_at")
    private Instant usedAt;

    /** For JPA. */
    protected BatchMark() {}

    BatchMark(UUID batcher, Instant now) {
        this.batcher = batcher.toString();
        this.usedAt = now;
    }

    /** What was committed up to there is known, whatever the database has kept of it. */
    void raise(long known) {
        sequence = Math.max(sequence, known);
    }

    /** 0 before the first. */
    long sequence() {
        return sequence;
    }

    void used(Instant now) {
        usedAt = now;
    }
}
