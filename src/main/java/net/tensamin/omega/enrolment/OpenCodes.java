package net.tensamin.omega.enrolment;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The codes of a user that a device can still enrol with, as the HTTPS API answers it. */
@JsonbPropertyOrder({"status", "codes"})
public record OpenCodes(String status, List<OpenCode> codes) {
    /** @param name that the device is going to have */
    @JsonbPropertyOrder({"name", "expires"})
    public record OpenCode(Optional<String> name, Instant expires) {}
}
