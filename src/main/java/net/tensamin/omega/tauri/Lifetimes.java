package net.tensamin.omega.tauri;

import net.tensamin.omega.device.DeviceLifetime;

/** What devices have learnt of their networks, over sessions and nodes. Thread-safe; no method blocks. */
interface Lifetimes {

    /** In milliseconds since 1970. */
    long now();

    /** Has the session {@linkplain TauriSession#learn told} soon what is known of its device; nothing if that cannot be read. */
    void ask(TauriSession session);

    /** To be told to later sessions. */
    void keep(DeviceLifetime learnt);
}
