package net.tensamin.omega.mailbox;

import net.tensamin.omega.account.UserId;

/**
 * What a user has pending from one sender.
 *
 * @param amount messages pending; 0 when they were read
 * @param revision the mailbox's revision at the pair's last change
 */
public record PairState(UserId sender, long amount, long revision) {}
