package net.tensamin.omega.cluster;

/** What a message is about, and so which component reads it. Nodes of different versions know them by their place: add at the end. */
public enum Subject {
    /** Nothing but a sign of life. */
    BEAT,
    /** {@code presence}: what Omikrons report. */
    PRESENCE,
    /** {@code push}: a mailbox changed. */
    MAILBOX,
    /** {@code mailbox}: something was read. */
    READ,
    /** {@code tauri}: a device has a session elsewhere now. */
    TAKEOVER,
    /** {@code device}: a device was revoked. */
    REVOCATION,
    /** {@code operations}: what a node says of itself. */
    STATUS,
    /** {@code operations}: what do you remember of a user? */
    TRACE_QUESTION,
    /** {@code operations}: what a node remembers of a user. */
    TRACE_ANSWER,
    /** {@code operations}: how was your last hour? */
    HISTORY_QUESTION,
    /** {@code operations}: a node's last hour. */
    HISTORY_ANSWER,
    /** {@code operations}: a session of a device is to end. */
    DISCONNECT,
    /** {@code tauri}: the database came back older than it was. */
    SET_BACK,
    /** {@code operator}: operators have changed. */
    OPERATORS,
    /** {@code registry}: accounts were changed. */
    ACCOUNTS
}
