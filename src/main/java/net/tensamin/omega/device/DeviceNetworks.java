package net.tensamin.omega.device;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import net.tensamin.omega.account.UserId;

/** Stores what devices have learnt of the networks that they were in last. */
@Stateless
public class DeviceNetworks {
    /** For each device: home, work, mobile data, and some more. */
    static final int MOST = 8;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** Replaces what there is of the same networks. A device that is gone or revoked is left out. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void keep(List<DeviceLifetime> learnt, Instant now) {
        Long[] users = numbers(learnt, each -> each.user().value());
        String[] devices = words(learnt, each -> each.device().value());
        entities.createNamedQuery(DeviceNetwork.KEEP)
                .setParameter(1, users)
                .setParameter(2, devices)
                .setParameter(
                        3, words(learnt, each -> new Network(each.lifetime().network()).toString()))
                .setParameter(4, numbers(learnt, each -> each.lifetime().held()))
                .setParameter(5, words(learnt, each -> moment(each.lifetime().restsUntil())))
                .setParameter(6, numbers(learnt, DeviceLifetime::open))
                .setParameter(7, words(learnt, each -> moment(each.openedAt())))
                .setParameter(8, words(learnt, each -> now.toString()))
                .executeUpdate();
        entities.createNamedQuery(DeviceNetwork.CROWD_OUT)
                .setParameter(1, users)
                .setParameter(2, devices)
                .setParameter(3, MOST)
                .executeUpdate();
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static Long[] numbers(List<DeviceLifetime> learnt, ToLongFunction<DeviceLifetime> number) {
        return learnt.stream().map(number::applyAsLong).toArray(Long[]::new);
    }

    private static String[] words(List<DeviceLifetime> learnt, Function<DeviceLifetime, String> word) {
        return learnt.stream().map(word).toArray(String[]::new);
    }

    /** What is known of these devices as these users. */
    public List<DeviceLifetime> of(Collection<UserId> users, Collection<DeviceId> devices) {
        if (users.isEmpty()) {
            return List.of();
        }
        return entities.createNamedQuery(DeviceNetwork.OF_DEVICES, DeviceNetwork.class)
                .setParameter("users", users.stream().map(UserId::value).toList())
                .setParameter("devices", devices.stream().map(DeviceId::value).toList())
                .getResultStream()
                .map(DeviceNetwork::lifetime)
                .toList();
    }

    /** Those of all of the user's devices. */
    public List<KnownNetwork> of(UserId user) {
        return entities.createNamedQuery(DeviceNetwork.OF_USER, KnownNetwork.class)
                .setParameter("user", user.value())
                .getResultList();
    }
}
