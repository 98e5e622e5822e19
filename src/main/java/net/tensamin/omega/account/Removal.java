package net.tensamin.omega.account;

/**
 * A user that was removed.
 *
 * @param number greater than those of all removals that committed before
 */
public record Removal(long number, UserId user) {
    /** Before the first. */
    public static final long NONE = 0;
}
