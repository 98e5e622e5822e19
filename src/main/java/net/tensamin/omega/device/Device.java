package net.tensamin.omega.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
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
@NamedQuery(
        name = Device.NAMES,
        query = "select d.device, d.name from Device d where d.device in :devices and d.name is not null")
@NamedQuery(name = Device.TAKE_BACK, query = "update Device d set d.cursor = 0 where d.user in :users")
@NamedQuery(name = Device.FORGET, query = "delete from Device d where d.user = :user")
@NamedNativeQuery(name = Device.KNOWN, query = """
                select d.user_id, d.device_id from device d
                join unnest(cast(?1 as bigint array), cast(?2 as varchar array)) as k (user_id, device_id)
                on d.user_id = k.user_id and d.device_id = k.device_id
                """)
@NamedNativeQuery(name = Device.LOCK_FREE, query = """
                select d.user_id, d.device_id, d.claim from device d
                join unnest(cast(?1 as bigint array), cast(?2 as varchar array)) as k (user_id, device_id)
                on d.user_id = k.user_id and d.device_id = k.device_id
                order by d.user_id, d.device_id for update skip locked
                """)
@NamedNativeQuery(name = Device.OF_USERS, query = "select d.user_id from device d where d.user_id = any(?1)")
@NamedNativeQuery(name = Device.LOCK_FREE_OF_USERS, query = """
                select d.user_id from device d
                where d.user_id = any(?1) order by d.user_id, d.device_id for update skip locked
                """)
@NamedNativeQuery(name = Device.ADVANCE, query = """
                merge into device as d using (
                    select n.user_id, n.device_id, n.revision, cast(n.seen as timestamp with time zone) as seen, n.claim
                    from unnest(cast(?1 as bigint array), cast(?2 as varchar array), cast(?3 as bigint array),
                            cast(?4 as varchar array), cast(?5 as bigint array))
                        as n (user_id, device_id, revision, seen, claim)
                ) as k on d.user_id = k.user_id and d.device_id = k.device_id
                when matched then update set
                    cursor_revision = case when k.claim >= d.claim and k.revision > d.cursor_revision
                        then k.revision else d.cursor_revision end,
                    last_seen = case when d.last_seen > k.seen then d.last_seen else k.seen end
                when not matched then insert (user_id, device_id, cursor_revision, last_seen)
                    values (k.user_id, k.device_id, k.revision, k.seen)
                """)
class Device {
    static final String FORGET = "Device.forget";

    /** Those of users and devices in two arrays, side by side, that there are: user, device. */
    static final String KNOWN = "Device.known";

    /**
     * Those of users and devices in two arrays, side by side, that no other transaction has locked, locked in one order: user, device,
     * last claim.
     */
    static final String LOCK_FREE = "Device.lockFree";

    /** All devices of an array of users: the user of each. */
    static final String OF_USERS = "Device.ofUsers";

    /** The same of those that no other transaction has locked, locked in one order. */
    static final String LOCK_FREE_OF_USERS = "Device.lockFreeOfUsers";

    /**
     * Moves cursors, from arrays of user, device, revision, when it was seen, and claim: forwards only, and only for the last
     * claim. A device that is new is added.
     */
    static final String ADVANCE = "Device.advance";

    static final String TAKE_BACK = "Device.takeBack";
    static final String OPENING = "Device.opening";
    static final String OF_USER = "Device.ofUser";
    static final String NAMES = "Device.names";

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
