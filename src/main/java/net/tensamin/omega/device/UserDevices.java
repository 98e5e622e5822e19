package net.tensamin.omega.device;

import java.util.List;

/** A user's devices, as the HTTPS API answers it. */
public record UserDevices(String status, List<RegisteredDevice> devices) {}
