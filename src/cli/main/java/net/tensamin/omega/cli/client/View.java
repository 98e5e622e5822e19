package net.tensamin.omega.cli.client;

import java.time.Duration;
import net.tensamin.omega.cli.Envelope;

/** What a person may see of a {@link TauriClient}. */
public interface View {
    /** Omega takes this connection for the user's. */
    default void identified() {}

    /** A message of Omega's that is no reply. */
    default void came(Envelope message) {}

    /** Badges have changed. */
    default void changed(Badges badges) {}

    /** Omega has an older mailbox than it had: it was restored from a backup. */
    default void setBack() {}

    /** A read from here will not be told to Omega: messages have come since, and the badge shows again. */
    default void unread(long sender) {}

    /** The connection ended, or there was none; the next is tried after the wait. */
    default void away(Ending ending, Duration wait) {}
}
