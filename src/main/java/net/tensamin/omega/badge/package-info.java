/**
 * What devices show of their user's mailbox: the value that a notice and a read become, from the store's transaction to the
 * write of a push (SPEC §4). {@code mailbox} makes it, {@code push} passes it on, {@code tauri} writes it; none of them
 * knows another. Imports {@code account}.
 */
package net.tensamin.omega.badge;
