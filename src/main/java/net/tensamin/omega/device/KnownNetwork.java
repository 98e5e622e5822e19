package net.tensamin.omega.device;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/**
 * A network of a device, in an export of all that is held of its user.
 *
 * @param network the /24 or /48 that it was in
 * @param held the longest silence that its NATs are known to bear, in milliseconds
 * @param restsUntil no longer one is tried before
 */
@JsonbPropertyOrder({"device", "network", "held", "restsUntil", "lastSeen"})
public record KnownNetwork(
        @JsonbProperty("device_id") String device,
        String network,
        @JsonbProperty("held_ms") long held,
        @JsonbProperty("rests_until") Instant restsUntil,
        @JsonbProperty("last_seen") Instant lastSeen) {}
