package net.tensamin.omega.mailbox;

import java.math.BigInteger;

/**
 * What is pending in all mailboxes.
 *
 * @param pairs of a receiver and a sender
 * @param messages the sum of their amounts, which may be more than a {@code long} holds
 */
public record PendingTotals(long pairs, BigInteger messages) {}
