package net.tensamin.omega.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * One device as one user. A certificate that names no user may identify as several (SPEC §1): each then has a cursor of its
 * own, as revisions of different mailboxes do not compare.
 */
@Entity
@IdClass(Device.Key.class)
@NamedQuery(name = Device.CURSOR, query = """
                select d.cursor from Device d where d.user = :user and d.fingerprint = :fingerprint
                """)
class Device {
    static final String CURSOR = "Device.cursor";

    @Id
    @Column(name = "user_id")
    private long user;

    @Id
    private String fingerprint;

    @Column(name = "cursor_revision")
    private long cursor;

    @Column(name = "last_seen")
    private Instant lastSeen;

    /** For JPA. */
    protected Device() {}

    Device(DeviceCursor first) {
        this.user = first.user().value();
        this.fingerprint = first.device().fingerprint();
        this.cursor = first.revision();
        this.lastSeen = first.seen();
    }

    /** Moves forwards only; the caller holds this row's lock. */
    void advance(DeviceCursor to) {
        cursor = Math.max(cursor, to.revision());
        lastSeen = lastSeen.isAfter(to.seen()) ? lastSeen : to.seen();
    }

    /** JPA's form of the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private long user;
        private String fingerprint;

        /** For JPA. */
        public Key() {}

        Key(DeviceCursor cursor) {
            this.user = cursor.user().value();
            this.fingerprint = cursor.device().fingerprint();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && user == key.user && fingerprint.equals(key.fingerprint);
        }

        @Override
        public int hashCode() {
            return Objects.hash(user, fingerprint);
        }
    }
}
