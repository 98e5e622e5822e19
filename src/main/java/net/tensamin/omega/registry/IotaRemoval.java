package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;

/** Removes Iotas, each call in one transaction. */
@Stateless
public class IotaRemoval {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Inject
    Event<AccountsChanged> changes;

    /**
     * Removes an Iota that has no users, or whose users are moved first.
     *
     * @param moveTo where its users go
     * @throws RefusedChangeException if there is none, or it still has users, or is not what the caller takes it to be
     */
    public void remove(IotaId iota, Optional<IotaId> moveTo, Precondition condition) {
        Iota stored = Optional.of(iota)
                .filter(id -> !Iotas.KIND.isHidden(id.value()))
                .map(id -> entities.find(Iota.class, id.value(), LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(AccountCalls::unknown);
        condition.admit(stored.version());
        moveTo.ifPresent(other -> move(iota, other));
        int users = accounts.usersOf(iota).size();
        if (users > 0) {
            throw new RefusedChangeException(
                    Reason.CONFLICT,
                    "The Iota is the home of " + users
                            + " users: say where they move to, or that they are to be deleted.");
        }
        entities.remove(stored);
        entities.flush();
    }

    private void move(IotaId from, IotaId to) {
        if (to.equals(from) || accounts.iota(to).isEmpty()) {
            throw new RefusedChangeException(
                    Reason.INVALID, "There is no such Iota to move to.", Map.of("move_to", "must be another Iota"));
        }
        Map<UserId, Optional<IotaId>> moved =
                accounts.usersOf(from).stream().collect(Collectors.toMap(user -> user, user -> Optional.of(from)));
        entities.createNamedQuery(User.MOVE)
                .setParameter("from", from.value())
                .setParameter("to", to.value())
                .executeUpdate();
        changes.fire(AccountsChanged.users(moved));
    }

    /** Some users whose home it is; the condition holds. */
    public List<UserId> some(IotaId iota, int most, Precondition condition) {
        Iota stored = accounts.iota(iota).orElseThrow(AccountCalls::unknown);
        condition.admit(stored.version());
        return accounts.usersOf(iota).stream().limit(most).toList();
    }
}
