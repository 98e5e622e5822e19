package net.tensamin.omega.mailbox;

import java.time.Instant;

/**
 * What is stored of a receiver and a sender.
 *
 * @param amount pending; 0 when all was read; such a pair is forgotten after a while
 * @param revision of the receiver's mailbox
 */
public record StoredPair(long receiver, long sender, long amount, long revision, Instant changed) {}
