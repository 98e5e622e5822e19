package net.tensamin.omega.device;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/**
 * What an operator sees of a device (SPEC §7). What is null is unknown: a device that was not enrolled here has no name,
 * serial, fingerprint or time of enrolment, one that never identified was not seen.
 *
 * @param serial of its current certificate, in hex
 * @param fingerprint SHA-256 of its current certificate, in hex
 */
@JsonbPropertyOrder({"device", "name", "serial", "fingerprint", "enrolled", "lastSeen", "cursor", "revoked"})
public record RegisteredDevice(
        @JsonbProperty("device_id") String device,
        String name,
        String serial,
        String fingerprint,
        Instant enrolled,
        @JsonbProperty("last_seen") Instant lastSeen,
        long cursor,
        Instant revoked) {}
