package net.tensamin.omega.device;

/** An event: this server has learnt that a device is revoked, here or on another node. May come more than once. */
public record DeviceRevoked(DeviceId device) {}
