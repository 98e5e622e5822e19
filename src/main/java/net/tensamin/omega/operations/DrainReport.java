package net.tensamin.omega.operations;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Locale;

/**
 * How a drain stands, as the HTTPS API answers it.
 *
 * @param state {@code serving}, {@code draining} or {@code drained}
 * @param remainingMillis how long clients are sent away from now on at most; before a drain, how long one takes
 * @param devices connections there are
 * @param omikrons links there are
 */
@JsonbPropertyOrder({"status", "state", "remainingMillis", "devices", "omikrons"})
public record DrainReport(
        String status,
        String state,
        @JsonbProperty("remaining_ms") long remainingMillis,
        int devices,
        int omikrons) {

    static DrainReport of(Drain drain, int devices, int omikrons) {
        return new DrainReport(
                "success",
                drain.state().name().toLowerCase(Locale.ROOT),
                drain.remaining().toMillis(),
                devices,
                omikrons);
    }
}
