package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;

/**
 * What a device is to show for one sender.
 *
 * @param amount messages pending; 0 clears the badge
 * @param revision orders the badges of one user
 */
public record Badge(UserId sender, long amount, long revision) {}
