package net.tensamin.omega.presence;

import net.tensamin.omega.account.OmikronId;

/**
 * One life of an Omikron's link; a later link of the same Omikron has a greater epoch, and reports of an older epoch are
 * refused.
 */
public record LinkEpoch(OmikronId omikron, long epoch) {}
