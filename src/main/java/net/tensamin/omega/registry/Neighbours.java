package net.tensamin.omega.registry;

/** What an account shares the registry with, as far as it matters to it. */
interface Neighbours {
    /** @param id of the user itself */
    boolean isTaken(String username, long id);

    /** Whether there is an Iota of this id, the canary's or another. */
    boolean hasIota(long id);
}
