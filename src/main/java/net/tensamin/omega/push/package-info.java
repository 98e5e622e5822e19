/**
 * What must reach whom: turns mailbox changes into messages to every session of the user, and answers what sessions ask
 * of the mailbox. Imports {@code account}, {@code cluster}, {@code presence}, {@code mailbox}, {@code tauri}.
 */
package net.tensamin.omega.push;
