/**
 * What a user has pending (SPEC §4): a mailbox of (receiver, sender) pairs, each with an amount and a revision. Takes
 * message notices and reads, fires {@link net.tensamin.omega.badge.BadgesChanged} after commit, and serves the
 * notification calls (SPEC §6). Does not deliver. Imports {@code account}, {@code badge}, {@code cluster}, {@code presence},
 * {@code metrics}, {@code trace}.
 */
package net.tensamin.omega.mailbox;
