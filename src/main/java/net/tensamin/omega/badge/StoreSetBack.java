package net.tensamin.omega.badge;

/**
 * The database is older than it was: what this node knows to be committed is not there (several-nodes.md). Fired before this node commits anything
 * more, outside of any transaction; observers may block.
 */
public record StoreSetBack() {}
