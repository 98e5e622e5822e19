/**
 * Who may connect: the devices of a user, and how far each is known to have received what changed (SPEC §4, cursor). Does
 * not know what changed. Imports {@code account}.
 */
package net.tensamin.omega.device;
