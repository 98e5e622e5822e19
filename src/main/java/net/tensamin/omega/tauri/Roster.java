package net.tensamin.omega.tauri;

/** Told where a session stands; never called with a session's lock held. */
interface Roster {
    void identified(TauriSession session);

    /** What is due of it has changed: it is to be {@linkplain TauriSession#tick called} at once. */
    void due(TauriSession session);

    /** It has its claim on the device; called in the background. */
    default void claimed(TauriSession session, Takeover takeover) {}

    /** Called once, whoever ended it; also for a session that never identified. */
    void ended(TauriSession session);
}
