package net.tensamin.omega.presence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;

/** Which users are online, at which home and through which Omikrons. Changed by one thread at a time; may be asked by any, and waits for none. */
final class OnlineUsers {
    private final Map<UserId, Online> online = new ConcurrentHashMap<>();

    /**
     * How a user is online.
     *
     * @param through the Omikrons that reported it, or that have its Iota where that is enough; in ascending order
     */
    private record Online(IotaId home, List<OmikronId> through) {}

    boolean contains(UserId user) {
        return online.containsKey(user);
    }

    int count() {
        return online.size();
    }

    /** By which Omikrons a user is online; empty when it is not. */
    List<OmikronId> through(UserId user) {
        return Optional.ofNullable(online.get(user)).map(Online::through).orElse(List.of());
    }

    /** Where the user is online. */
    Optional<IotaId> homeOf(UserId user) {
        return Optional.ofNullable(online.get(user)).map(Online::home);
    }

    /** @return whether it was offline */
    boolean add(UserId user, IotaId home, List<OmikronId> through) {
        return online.put(user, new Online(home, through)) == null;
    }

    /** @return whether it was online at that home, and now is offline */
    boolean remove(UserId user, IotaId home) {
        boolean there = homeOf(user).filter(home::equals).isPresent();
        if (there) {
            online.remove(user);
        }
        return there;
    }
}
