package net.tensamin.omega.trace;

/**
 * Something that happened to a user's mailbox or to one of its sessions.
 *
 * @param atMillis since 1970, by this server's clock
 * @param sender whose messages it is about, 0 if about none
 * @param revision of the mailbox, after a change or up to which something came; 0 if about none
 * @param party by whom, through whom or to which device, such as {@code omikron 1} or {@code device 5f…}; may be empty
 */
public record TraceEvent(long atMillis, Kind kind, long sender, long revision, String party) {

    public enum Kind {
        /** A notice was not stored, because the user was online through {@code party}. */
        SUPPRESSED,
        /** Such a notice is to be stored after all: the user was lost. */
        LATE,
        /** A notice of {@code sender} was brought by {@code party}, and is on its way to the store. */
        NOTICED,
        /** A read by {@code party} of what {@code sender} wrote is on its way to the store. */
        READ,
        /** Committed: something of {@code sender} is pending, at {@code revision}. */
        PENDING,
        /** Committed: nothing of {@code sender} is pending any more, at {@code revision}. */
        CLEARED,
        /** A device identified; what is past its cursor is sent again. */
        CONNECTED,
        /** A badge was written to a device as the change came. */
        PUSHED,
        /** A badge was written to a device from the store: it was away, or had not read, or a change had not come. */
        REPLAYED,
        /** A device does not read: what is past {@code revision} waits in the store. */
        SPILLED,
        /** A device proved to have everything up to {@code revision}. */
        PROVEN,
        /** A session ended; {@code party} says of which device, and with which code. */
        CLOSED
    }
}
