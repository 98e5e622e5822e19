package net.tensamin.omega.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.UserId;

/**
 * The row that serialises changes to one user's pairs: every change locks it and takes its next revision, so that
 * revisions commit in order and without gaps. Made at the user's first change.
 */
@Entity
@NamedQuery(name = Mailbox.SINCE, query = """
                select m.revision, p from Mailbox m left join m.pairs p on p.revision > :revision
                where m.user = :user order by p.revision
                """)
@NamedQuery(name = Mailbox.REVISIONS, query = """
                select m.user, m.revision from Mailbox m where m.user in :users
                """)
class Mailbox {
    /** The mailbox's revision with each pair past {@code revision}, in one statement and so as of one moment. */
    static final String SINCE = "Mailbox.since";

    static final String REVISIONS = "Mailbox.revisions";

    @Id
    @Column(name = "user_id")
    private long user;

    private long revision;

    /** Only for queries to join on. */
    @OneToMany(mappedBy = "mailbox")
    private List<PendingPair> pairs = new ArrayList<>();

    /** For JPA. */
    protected Mailbox() {}

    Mailbox(UserId user) {
        this.user = user.value();
    }

    /** Counts on; the caller holds this row's lock. */
    long nextRevision() {
        revision = Math.addExact(revision, 1);
        return revision;
    }

    long revision() {
        return revision;
    }

    long user() {
        return user;
    }
}
