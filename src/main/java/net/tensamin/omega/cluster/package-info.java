/**
 * The other nodes of this Omega: which there are, which of them has sessions of a user, and messages to them, which may be
 * lost, repeated or come in another order. Alone by default; with {@code omega.cluster.enabled} over the Hazelcast instance
 * that the server provides. What is said is each component's own affair. Imports {@code account}.
 */
package net.tensamin.omega.cluster;
