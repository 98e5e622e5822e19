package net.tensamin.omega.device;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import net.tensamin.omega.account.UserId;

/** The devices that have identified, durably. */
@Stateless
public class Devices {
    private static final Comparator<DeviceCursor> BY_KEY = Comparator.<DeviceCursor>comparingLong(
                    cursor -> cursor.user().value())
            .thenComparing(cursor -> cursor.device().fingerprint());

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** The revision up to which the device surely has everything of this user; 0 for a new device. */
    public long cursor(UserId user, DeviceId device) {
        return entities.createNamedQuery(Device.CURSOR, Long.class)
                .setParameter("user", user.value())
                .setParameter("fingerprint", device.fingerprint())
                .getResultStream()
                .findFirst()
                .orElse(0L);
    }

    /**
     * Moves cursors forwards, all or none, in a transaction of its own that has committed when the call returns. A cursor
     * that is further already stays; a device that is new is added.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void advance(Collection<DeviceCursor> cursors) {
        List<DeviceCursor> inOneOrder = cursors.stream().sorted(BY_KEY).toList(); // nodes must not deadlock
        inOneOrder.forEach(this::advance);
    }

    private void advance(DeviceCursor cursor) {
        Device known = entities.find(Device.class, new Device.Key(cursor), LockModeType.PESSIMISTIC_WRITE);
        if (known == null) {
            entities.persist(new Device(cursor));
        } else {
            known.advance(cursor);
        }
    }
}
