/**
 * Presence, which users are online (SPEC §4): what Omikron links report, leased to the link and its epoch. Fires {@link
 * net.tensamin.omega.presence.PresenceChanged}. Does not decide what is pushed. Nodes pass on to each other
 * what their links report. Imports {@code account}, {@code cluster}.
 */
package net.tensamin.omega.presence;
