package net.tensamin.omega.account;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.concurrent.Snapshot;

/**
 * This node has learnt that accounts were changed, here or on another node. A CDI event, fired on each node after the commit; an observer
 * must not block. What they are now is in the database.
 *
 * @param users each with the Iota that was its home before; empty for one that was made
 * @param omikrons that were removed, or have another key
 * @param anything whether something was missed: any account may be another one now
 */
public record AccountNews(Map<UserId, Optional<IotaId>> users, Set<OmikronId> omikrons, boolean anything) {
    /** Something was missed. */
    public static final AccountNews ANYTHING = new AccountNews(Map.of(), Set.of(), true);

    public AccountNews {
        users = Snapshot.of(users);
        omikrons = Snapshot.of(omikrons);
    }

    public static AccountNews of(AccountsChanged change) {
        return new AccountNews(change.users(), change.omikrons(), false);
    }
}
