package net.tensamin.omega.longpoll;

import java.util.Locale;

/** Why a wait ends. */
enum WaitEnd {
    /** The mailbox has another revision. */
    CHANGED,
    /** Its time is over. */
    UNCHANGED,
    /** The device waits anew. */
    REPLACED,
    /** The server is taken out of service. */
    DRAINED,
    /** Its client has closed the connection. */
    GONE,
    /** The certificate has ended or is revoked, or its user is removed. */
    REFUSED;

    /** As the metric has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
