package net.tensamin.omega.operator;

/** An event: this server has learnt that operators came, went or have other roles, here or on another node. May come more than once. */
public record OperatorsChanged() {}
