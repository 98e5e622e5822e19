package net.tensamin.omega.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A device that is locked out for good. */
@Entity
@Table(name = "revoked_device")
@NamedQuery(name = RevokedDevice.COUNT, query = "select count(r) from RevokedDevice r")
@NamedQuery(name = RevokedDevice.ALL, query = "select r.device from RevokedDevice r")
class RevokedDevice {
    static final String COUNT = "RevokedDevice.count";
    static final String ALL = "RevokedDevice.all";

    @Id
    @Column(name = "device_id")
    private String device;

    @Column(name = "revoked_at")
    private Instant revoked;

    /** For JPA. */
    protected RevokedDevice() {}

    RevokedDevice(DeviceId device, Instant revoked) {
        this.device = device.value();
        this.revoked = revoked;
    }
}
