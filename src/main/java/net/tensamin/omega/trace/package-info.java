/**
 * Why did this not arrive: the last things that happened to each user's mailbox and sessions, in memory, ids only. Whoever
 * makes something happen adds it; operators read it ({@code operations}). Bounded, see {@link
 * net.tensamin.omega.trace.UserTraces}. Out of scope: what must survive a restart, or be complete. Imports {@code account},
 * {@code configuration}.
 */
package net.tensamin.omega.trace;
