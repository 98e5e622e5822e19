package net.tensamin.omega.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator may do (SPEC §6). Each role includes those before it. */
public enum Role {
    /** See: the operations page, devices, what operators did, metrics. */
    VIEW,
    /** Act on what runs: drain, disconnect and revoke devices, give out their codes, look at and clear what somebody has pending. */
    OPERATE,
    /** Say who there is: accounts, and operators. */
    ADMINISTER;

    /** As the API, the command line and the database write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for what is no role. */
    public static Optional<Role> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
