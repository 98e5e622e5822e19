package net.tensamin.omega.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import net.tensamin.omega.account.UserId;

/**
 * One device as one user. A certificate that names no user may identify as several (SPEC §1): each then has a cursor of its
 * own, as revisions of different mailboxes do not compare.
 */
@Entity
@IdClass(Device.Key.class)
@NamedQuery(name = Device.OPENING, query = """
                select new net.tensamin.omega.device.Opening(d.cursor, d.claim) from Device d where d.user = :user and d.device = :device
                """)
@NamedQuery(name = Device.OF_USER, query = """
                select new net.tensamin.omega.device.RegisteredDevice(
                    d.device, d.name, d.serial, d.fingerprint, d.enrolled, d.lastSeen, d.cursor, r.revoked)
                from Device d left join RevokedDevice r on r.device = d.device
                where d.user = :user order by d.device
                """)
class Device {
    static final String OPENING = "Device.opening";
    static final String OF_USER = "Device.ofUser";

    @Id
    @Column(name = "user_id")
    private long user;

    @Id
    @Column(name = "device_id")
    private String device;

    @Column(name = "cursor_revision")
    private long cursor;

    private long claim;

    @Column(name = "last_seen")
    private Instant lastSeen;

    private String name;

    private String serial;

    private String fingerprint;

    @Column(name = "enrolled_at")
    private Instant enrolled;

    /** For JPA. */
    protected Device() {}

    Device(UserId user, DeviceId device) {
        this.user = user.value();
        this.device = device.value();
    }

    /** No claim before this one moves the cursor any more; the caller holds this row's lock. */
    Opening claim(long proven) {
        cursor = Math.max(cursor, proven);
        claim++;
        return new Opening(cursor, claim);
    }

    /**
     * Moves forwards only, and only for the last claim; the caller holds this row's lock.
     *
     * @return false when there is a later claim, of a session on another node
     */
    boolean advance(DeviceCursor to) {
        boolean last = to.claim() >= claim;
        cursor = last ? Math.max(cursor, to.revision()) : cursor;
        see(to);
        return last;
    }

    private void see(DeviceCursor to) {
        lastSeen = lastSeen != null && lastSeen.isAfter(to.seen()) ? lastSeen : to.seen();
    }

    /** From now on it has this certificate. */
    void certify(DeviceCertificate certificate, Instant now) {
        serial = certificate.serial();
        fingerprint = certificate.fingerprint();
        enrolled = enrolled == null ? now : enrolled;
    }

    void name(String chosen) {
        name = chosen;
    }

    /** JPA's form of the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private long user;
        private String device;

        /** For JPA. */
        public Key() {}

        Key(UserId user, DeviceId device) {
            this.user = user.value();
            this.device = device.value();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && user == key.user && device.equals(key.device);
        }

        @Override
        public int hashCode() {
            return Objects.hash(user, device);
        }
    }
}
