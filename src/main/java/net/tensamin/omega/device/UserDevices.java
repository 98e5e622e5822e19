package net.tensamin.omega.device;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/** A user's devices, as the HTTPS API shows them. */
@JsonbPropertyOrder({"status", "devices"})
public record UserDevices(String status, List<RegisteredDevice> devices) {}
