package net.tensamin.omega.operator;

import java.util.Optional;
import net.tensamin.omega.account.Role;

/**
 * What an operator may do, as far as this server knows.
 *
 * @param role empty for one that may do nothing
 * @param isCertain false while the database has been away for so long that it may be otherwise now
 * @param said to one without a role: why, and what helps
 */
public record Standing(Optional<Role> role, boolean isCertain, String said) {
    static Standing of(Role role, boolean certain) {
        return new Standing(Optional.of(role), certain, "");
    }

    static Standing none(String said) {
        return new Standing(Optional.empty(), true, said);
    }
}
