package net.tensamin.omega.tauri;

import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Inbox;

/**
 * What a session needs of the rest.
 *
 * @param users whether a user exists; called in the background
 * @param nanos a monotonic clock
 */
record Surroundings(
        Predicate<UserId> users,
        Inbox inbox,
        Cursors cursors,
        Lifetimes lifetimes,
        Background background,
        Roster roster,
        TauriLimits limits,
        SessionJournal journal,
        LongSupplier nanos) {}
