package net.tensamin.omega.cli.tauri;

import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.client.Ending;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.ConnectionTerminatedEvent.CloseReason;

/** Reads from Kwik why a connection ended. */
final class KwikEnding {
    private KwikEnding() {}

    static Ending of(ConnectionTerminatedEvent event) {
        if (event.hasApplicationError()) {
            return Ending.ofCloseCode(event.applicationErrorCode(), reasonPhrase(event));
        }
        if (event.hasTransportError()) {
            return Ending.ofTransportError(event.transportErrorCode(), event.closedByPeer(), event.errorDescription());
        }
        if (event.closeReason() == CloseReason.ImmediateClose) {
            return event.closedByPeer()
                    ? Ending.lost("Omega closed the connection without saying why.")
                    : Ending.of(ExitCode.DONE, "Closed.", Ending.Comeback.SOON);
        }
        return Ending.lost("Lost Omega: " + lost(event.closeReason()) + ".");
    }

    private static String lost(CloseReason reason) {
        return switch (reason) {
            case IdleTimeout -> "nothing came for longer than the idle timeout";
            case ConnectionLost -> "what we sent was not acknowledged";
            default -> "it knows nothing of this connection any more; it may have been restarted";
        };
    }

    /** Kwik shows the phrase only inside its own description: {@code Application error: 100 (phrase)}. */
    private static String reasonPhrase(ConnectionTerminatedEvent event) {
        String prefix = "Application error: " + event.applicationErrorCode() + " (";
        String description = event.errorDescription();
        return description.startsWith(prefix) ? description.substring(prefix.length(), description.length() - 1) : "";
    }
}
