package net.tensamin.omega.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import net.tensamin.omega.account.UserId;

/** A network that a device was in, and what was learnt there. It goes with the device. */
@Entity
@Table(name = "device_network")
@IdClass(DeviceNetwork.Key.class)
@NamedQuery(
        name = DeviceNetwork.OF_DEVICES,
        query = "select n from DeviceNetwork n where n.user in :users and n.device in :devices")
@NamedQuery(name = DeviceNetwork.OF_USER, query = """
                select new net.tensamin.omega.device.KnownNetwork(n.device, n.network, n.held, n.restsUntil, n.lastSeen)
                from DeviceNetwork n where n.user = :user order by n.device, n.network
                """)
@NamedQuery(name = DeviceNetwork.FORGET, query = "delete from DeviceNetwork n where n.device = :device")
@NamedNativeQuery(name = DeviceNetwork.KEEP, query = """
                merge into device_network as d using (
                    select n.user_id, n.device_id, n.network, n.held_ms, cast(n.rests as timestamp with time zone) as rests,
                        n.open_ms, cast(n.opened as timestamp with time zone) as opened,
                        cast(n.seen as timestamp with time zone) as seen
                    from unnest(cast(?1 as bigint array), cast(?2 as varchar array), cast(?3 as varchar array),
                            cast(?4 as bigint array), cast(?5 as varchar array), cast(?6 as bigint array),
                            cast(?7 as varchar array), cast(?8 as varchar array))
                        as n (user_id, device_id, network, held_ms, rests, open_ms, opened, seen)
                    join device v on v.user_id = n.user_id and v.device_id = n.device_id
                    where not exists (select 1 from revoked_device r where r.device_id = n.device_id)
                ) as k on d.user_id = k.user_id and d.device_id = k.device_id and d.network = k.network
                when matched then update set
                    held_ms = k.held_ms, rests_until = k.rests, open_ms = k.open_ms, opened_at = k.opened, last_seen = k.seen
                when not matched then insert (user_id, device_id, network, held_ms, rests_until, open_ms, opened_at, last_seen)
                    values (k.user_id, k.device_id, k.network, k.held_ms, k.rests, k.open_ms, k.opened, k.seen)
                """)
@NamedNativeQuery(name = DeviceNetwork.CROWD_OUT, query = """
                delete from device_network where (user_id, device_id, network) in (
                    select p.user_id, p.device_id, p.network from (
                        select n.user_id, n.device_id, n.network, row_number() over (
                            partition by n.user_id, n.device_id order by n.last_seen desc, n.network) as place
                        from device_network n
                        where n.user_id = any(?1) and n.device_id = any(?2)
                    ) as p where p.place > ?3)
                """)
class DeviceNetwork {
    static final String OF_DEVICES = "DeviceNetwork.ofDevices";
    static final String OF_USER = "DeviceNetwork.ofUser";
    static final String FORGET = "DeviceNetwork.forget";

    /**
     * Writes arrays of user, device, network, longest silence that held, until when the search rests, open silence, its end, and now; unless the
     * device is gone, or revoked.
     */
    static final String KEEP = "DeviceNetwork.keep";

    /** Of arrays of users and devices: removes what is beyond so many networks of a device, those that it was in last stay. */
    static final String CROWD_OUT = "DeviceNetwork.crowdOut";

    @Id
    @Column(name = "user_id")
    private long user;

    @Id
    @Column(name = "device_id")
    private String device;

    @Id
    private String network;

    @Column(name = "held_ms")
    private long held;

    @Column(name = "rests_until")
    private Instant restsUntil;

    @Column(name = "open_ms")
    private long open;

    @Column(name = "opened_at")
    private Instant opened;

    @Column(name = "last_seen")
    private Instant lastSeen;

    /** For JPA. */
    protected DeviceNetwork() {}

    DeviceLifetime lifetime() {
        MappingLifetime known = new MappingLifetime(Network.parse(network).key(), held, restsUntil.toEpochMilli());
        return new DeviceLifetime(new UserId(user), new DeviceId(device), known, open, opened.toEpochMilli());
    }

    /** JPA's form of the primary key. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private long user;
        private String device;
        private String network;

        /** For JPA. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && user == key.user
                    && device.equals(key.device)
                    && network.equals(key.network);
        }

        @Override
        public int hashCode() {
            return Objects.hash(user, device, network);
        }
    }
}
