/**
 * Passes each change of a mailbox to the devices of its receiver, on this node and on others. Imports
 * {@code account}, {@code badge}, {@code cluster}, {@code trace}.
 */
package net.tensamin.omega.push;
