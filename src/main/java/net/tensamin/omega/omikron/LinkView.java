package net.tensamin.omega.omikron;

import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.account.OmikronId;

/**
 * What an operator sees of a link.
 *
 * @param omikron empty before it has identified
 * @param age since it connected
 * @param roundTripMillis of the last answered ping, -1 before the first
 * @param unanswered frames that wait for their answer
 */
public record LinkView(Optional<OmikronId> omikron, Duration age, long roundTripMillis, int unanswered) {}
