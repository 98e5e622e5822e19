package net.tensamin.omega.account;

/**
 * What an Omikron asked for that changes accounts, for the record of such things; fired once it is answered.
 *
 * @param action the message's type
 * @param subject whom it was about, written like the parameters of a path; empty for nobody
 * @param status what HTTP would answer
 */
public record LinkCall(OmikronId omikron, String action, String subject, int status) {}
