package net.tensamin.omega.account;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.concurrent.Snapshot;

/**
 * Accounts are made, moved, given another key, or removed by the transaction in which this is fired. It counts once that has committed;
 * then every node is told, as {@link AccountNews}.
 *
 * @param users each with the Iota that was its home before; empty for one that was made
 * @param omikrons that are removed, or have another key
 */
public record AccountsChanged(Map<UserId, Optional<IotaId>> users, Set<OmikronId> omikrons) {
    public AccountsChanged {
        users = Snapshot.of(users);
        omikrons = Snapshot.of(omikrons);
    }

    public static AccountsChanged users(Map<UserId, Optional<IotaId>> formerHomes) {
        return new AccountsChanged(formerHomes, Set.of());
    }

    public static AccountsChanged user(UserId user, Optional<IotaId> formerHome) {
        return users(Map.of(user, formerHome));
    }

    public static AccountsChanged omikron(OmikronId omikron) {
        return new AccountsChanged(Map.of(), Set.of(omikron));
    }
}
