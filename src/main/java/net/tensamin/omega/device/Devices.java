package net.tensamin.omega.device;

import jakarta.annotation.Priority;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.concurrent.Snapshot;

/** Stores the devices that were enrolled or have identified. */
@Stateless
public class Devices {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    /** A removed user has no devices; those that are revoked stay so. */
    public void leave(@Observes @Priority(UserLeaves.DEVICES) UserLeaves leaving) {
        entities.createNamedQuery(Device.FORGET)
                .setParameter("user", leaving.user().value())
                .executeUpdate();
    }

    /** The device's cursor for this user, and its last claim. */
    public Opening opening(UserId user, DeviceId device) {
        return entities.createNamedQuery(Device.OPENING, Opening.class)
                .setParameter("user", user.value())
                .setParameter("device", device.value())
                .getResultStream()
                .findFirst()
                .orElse(new Opening(0, 0));
    }

    /**
     * The device now has a session with this claim: earlier sessions, on whichever node, no longer move the cursor. In
     * a transaction of its own that has committed when the call returns.
     *
     * @param proven what the node that asks has not written yet
     * @throws UnknownUserException if the device is new, and its user is removed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Opening claim(UserId user, DeviceId device, long proven) {
        return locked(user, device).claim(proven);
    }

    /**
     * Moves cursors forwards, in a transaction of its own that has committed when the call returns. A cursor
     * that is further already stays; a device that is new is added, unless its user is removed. Waits for no lock.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public WrittenCursors advance(Collection<DeviceCursor> cursors) {
        return cursors.isEmpty()
                ? new WrittenCursors(List.of(), List.of())
                : new CursorBatch(entities::createNamedQuery, accounts).advance(cursors);
    }

    /**
     * Sets the cursors of all devices of these users to 0, in a transaction of its own that has committed when the call returns. Waits for
     * no lock.
     *
     * @return the users with a device that another transaction has locked: none of their cursors has changed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Set<UserId> takeBack(Collection<UserId> users) {
        Map<UserId, Long> all = countOf(users, Device.OF_USERS);
        Map<UserId, Long> locked = countOf(users, Device.LOCK_FREE_OF_USERS);
        Map<Boolean, Set<UserId>> whole = all.keySet().stream()
                .collect(Collectors.partitioningBy(
                        user -> locked.getOrDefault(user, 0L) >= all.get(user), Collectors.toSet()));
        if (!whole.get(true).isEmpty()) {
            entities.createNamedQuery(Device.TAKE_BACK)
                    .setParameter(
                            "users", whole.get(true).stream().map(UserId::value).toList())
                    .executeUpdate();
        }
        return whole.get(false);
    }

    /** How many devices of each a query finds. */
    @SuppressWarnings("unchecked") // a native query has no other type
    private Map<UserId, Long> countOf(Collection<UserId> users, String query) {
        List<Long> found = entities.createNamedQuery(query)
                .setParameter(1, users.stream().map(UserId::value).toArray(Long[]::new))
                .getResultList();
        return found.stream().collect(Collectors.groupingBy(UserId::new, Collectors.counting()));
    }

    /**
     * Gives a device of the user its certificate, its first or another one; its cursor stays.
     *
     * @param certificate names the device
     * @return false when the device is revoked, and nothing changed
     * @throws UnknownUserException if the device has no row, and its user is removed
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
        Device.Key key = new Device.Key(user, id);
        Device known = entities.find(Device.class, key, LockModeType.PESSIMISTIC_WRITE);
        if (known != null) {
            return known;
        }
        if (!accounts.lock(user)) {
            throw new UnknownUserException(user);
        }
        Device madeMeanwhile = entities.find(Device.class, key, LockModeType.PESSIMISTIC_WRITE);
        return madeMeanwhile == null ? added(user, id) : madeMeanwhile;
    }

    private Device added(UserId user, DeviceId id) {
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
     * Never lets the device in again, whichever of its certificates it shows; this cannot be undone. Nothing happens if
     * the device is revoked already.
     *
     * @throws UnknownDeviceException if the user has no such device
     */
    public void revoke(UserId user, DeviceId device, Instant now) {
        if (entities.find(Device.class, new Device.Key(user, device), LockModeType.PESSIMISTIC_WRITE) == null) {
            throw new UnknownDeviceException(user, device);
        }
        shutOut(device, now);
    }

    /** The same for what need not be a device of a user, such as an operator's certificate. */
    public void shutOut(DeviceId certificate, Instant now) {
        if (entities.find(RevokedDevice.class, certificate.value()) == null) {
            entities.persist(new RevokedDevice(certificate, now));
            entities.createNamedQuery(DeviceNetwork.FORGET)
                    .setParameter("device", certificate.value())
                    .executeUpdate();
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
                .collect(Snapshot.toSet());
    }
}
