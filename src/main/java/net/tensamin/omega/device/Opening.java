package net.tensamin.omega.device;

/**
 * What a session of a device begins with.
 *
 * @param revision up to which the device surely has everything; 0 for a new device
 * @param claim what the session moves the cursor by; a session that claims the device later has a greater one
 */
public record Opening(long revision, long claim) {}
