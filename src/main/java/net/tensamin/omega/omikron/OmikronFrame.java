package net.tensamin.omega.omikron;

/**
 * A frame of an Omikron, understood as far as it can be.
 *
 * @param id what the reply carries: the frame's, or one made here where it had none (SPEC §5)
 */
record OmikronFrame(String id, OmikronMessage message) {}
