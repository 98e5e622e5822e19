package net.tensamin.omega.presence;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.UserId;

/**
 * Where users live, as the database has it.
 *
 * @param now each user's home; empty for one that there is not
 * @param former where they lived before
 * @param readNanos by the monotonic clock, before it was read
 */
record Homes(Map<UserId, Optional<IotaId>> now, Map<UserId, Set<IotaId>> former, long readNanos) {
    Set<IotaId> former(UserId user) {
        return former.getOrDefault(user, Set.of());
    }
}
