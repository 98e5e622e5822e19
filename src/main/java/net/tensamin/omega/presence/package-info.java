/**
 * Who is online (SPEC §4): what Omikron links report, leased to the link and its epoch. Fires {@link
 * net.tensamin.omega.presence.PresenceChanged}. Does not decide what is pushed. Imports {@code account}.
 */
package net.tensamin.omega.presence;
