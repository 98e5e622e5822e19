package net.tensamin.omega.account;

/**
 * A user is removed, as this node has just learnt; {@link RemovedUsers} has it already. Whoever keeps something of it in memory forgets
 * it. Fired on every node, outside of any transaction; observers must not block, nor throw.
 */
public record UserRemoved(UserId user) {}
