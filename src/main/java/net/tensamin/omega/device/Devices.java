package net.tensamin.omega.device;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;

/** The devices that were enrolled or have identified, durably. */
@Stateless
public class Devices {
    private static final Comparator<DeviceCursor> BY_KEY = Comparator.<DeviceCursor>comparingLong(
                    cursor -> cursor.user().value())
            .thenComparing(cursor -> cursor.device().value());

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** How far the device is with this user, and its last claim. */
    public Opening opening(UserId user, DeviceId device) {
        return entities.createNamedQuery(Device.OPENING, Opening.class)
                .setParameter("user", user.value())
                .setParameter("device", device.value())
                .getResultStream()
                .findFirst()
                .orElse(new Opening(0, 0));
    }

    /**
     * The device has a session now, of which this is the claim: whatever proved something before, on whichever node, moves the
     * cursor no more. In a transaction of its own that has committed when the call returns.
     *
     * @param proven what is not written yet of the node that asks
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Opening claim(UserId user, DeviceId device, long proven) {
        return locked(user, device).claim(proven);
    }

    /**
     * Moves cursors forwards, all or none, in a transaction of its own that has committed when the call returns. A cursor
     * that is further already stays; a device that is new is added.
     *
     * @return those that moved nothing because their device has been claimed since
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<DeviceCursor> advance(Collection<DeviceCursor> cursors) {
        if (cursors.isEmpty()) {
            return List.of();
        }
        List<DeviceCursor> inOneOrder = cursors.stream().sorted(BY_KEY).toList(); // nodes must not deadlock
        Map<List<Object>, Long> known = lockedClaims(inOneOrder);
        entities.createNamedQuery(Device.ADVANCE)
                .setParameter(1, array(inOneOrder, cursor -> cursor.user().value()))
                .setParameter(2, names(inOneOrder, cursor -> cursor.device().value()))
                .setParameter(3, array(inOneOrder, DeviceCursor::revision))
                .setParameter(4, names(inOneOrder, cursor -> cursor.seen().toString()))
                .setParameter(5, array(inOneOrder, DeviceCursor::claim))
                .executeUpdate();
        // A row that came in between was not locked before, and may have been claimed.
        Map<List<Object>, Long> claims = known.size() == inOneOrder.size() ? known : lockedClaims(inOneOrder);
        return inOneOrder.stream()
                .filter(cursor -> cursor.claim()
                        < claims.getOrDefault(
                                List.of(cursor.user().value(), cursor.device().value()), 0L))
                .toList();
    }

    /** Sets the cursors of all devices of these users to 0, in a transaction of its own that has committed when the call returns. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void takeBack(Collection<UserId> users) {
        if (!users.isEmpty()) {
            entities.createNamedQuery(Device.TAKE_BACK)
                    .setParameter("users", users.stream().map(UserId::value).toList())
                    .executeUpdate();
        }
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private Map<List<Object>, Long> lockedClaims(List<DeviceCursor> cursors) {
        List<Object[]> rows = entities.createNamedQuery(Device.LOCK)
                .setParameter(1, array(cursors, cursor -> cursor.user().value()))
                .setParameter(2, names(cursors, cursor -> cursor.device().value()))
                .getResultList();
        return rows.stream().collect(Collectors.toMap(row -> List.of(row[0], row[1]), row -> (Long) row[2]));
    }

    /** An array is one parameter, so that the statement is the same however many there are. */
    private static Long[] array(List<DeviceCursor> cursors, Function<DeviceCursor, Long> number) {
        return cursors.stream().map(number).toArray(Long[]::new);
    }

    private static String[] names(List<DeviceCursor> cursors, Function<DeviceCursor, String> name) {
        return cursors.stream().map(name).toArray(String[]::new);
    }

    /**
     * Gives a device of the user its certificate, its first or another one; its cursor stays.
     *
     * @param certificate names the device
     * @return false when the device is revoked, and nothing changed
     */
    public boolean certify(UserId user, X509Certificate certificate, Instant now) {
        DeviceId id = DeviceId.of(certificate);
        if (entities.find(RevokedDevice.class, id.value()) != null) {
            return false;
        }
        locked(user, id).certify(DeviceCertificate.of(certificate), now);
        return true;
    }

    /** The same for a new device, with a name by which operators know it. */
    public void enrol(UserId user, X509Certificate certificate, Optional<String> name, Instant now) {
        Device device = locked(user, DeviceId.of(certificate));
        device.certify(DeviceCertificate.of(certificate), now);
        name.ifPresent(device::name);
    }

    private Device locked(UserId user, DeviceId id) {
        Device known = entities.find(Device.class, new Device.Key(user, id), LockModeType.PESSIMISTIC_WRITE);
        if (known != null) {
            return known;
        }
        Device added = new Device(user, id);
        entities.persist(added);
        return added;
    }

    /** Of those that have one, as operators know them. */
    public Map<DeviceId, String> names(Collection<DeviceId> devices) {
        if (devices.isEmpty()) {
            return Map.of();
        }
        return entities.createNamedQuery(Device.NAMES, Object[].class)
                .setParameter("devices", devices.stream().map(DeviceId::value).toList())
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> new DeviceId((String) row[0]), row -> (String) row[1], (one, other) -> one));
    }

    /** The user's devices, revoked ones too. */
    public List<RegisteredDevice> of(UserId user) {
        return entities.createNamedQuery(Device.OF_USER, RegisteredDevice.class)
                .setParameter("user", user.value())
                .getResultList();
    }

    /**
     * Never lets the device in again, whichever of its certificates it shows; this cannot be undone. Nothing happens to one
     * that is revoked already.
     *
     * @throws UnknownDeviceException if the user has no such device
     */
    public void revoke(UserId user, DeviceId device, Instant now) {
        Device.Key key = new Device.Key(user, device);
        if (entities.find(Device.class, key, LockModeType.PESSIMISTIC_WRITE) == null) {
            throw new UnknownDeviceException(user, device);
        }
        if (entities.find(RevokedDevice.class, device.value()) == null) {
            entities.persist(new RevokedDevice(device, now));
        }
    }

    /** How many devices are revoked; it only grows. */
    public long countRevoked() {
        return entities.createNamedQuery(RevokedDevice.COUNT, Long.class).getSingleResult();
    }

    public Set<DeviceId> revoked() {
        return entities.createNamedQuery(RevokedDevice.ALL, String.class)
                .getResultStream()
                .map(DeviceId::new)
                .collect(Collectors.toUnmodifiableSet());
    }
}
