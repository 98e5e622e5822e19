package net.tensamin.omega.mailbox;

import java.time.Instant;

/**
 * What is stored of a receiver and a sender.
 *
 * @param amount pending; 0 when all was read, which is forgotten by and by
 * @param revision of the receiver's mailbox
 */
public record StoredPair(long receiver, long sender, long amount, long revision, Instant changed) {}
