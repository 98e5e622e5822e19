/**
 * Devices: those of each user, how far each is known to have received what changed (SPEC §4, cursor), and which
 * are revoked (SPEC §7). Does not know what changed, nor how a device gets its certificate. Imports {@code account},
 * {@code cluster}.
 */
package net.tensamin.omega.device;
