/**
 * The registry's calls: how users, Iotas and Omikrons are made, changed and removed, by operators, imports and links (SPEC §5, §7). What is stored,
 * and what binds it, is {@code account}'s. All nodes are told of it. Imports {@code
 * account}, {@code cluster}.
 */
package net.tensamin.omega.registry;
