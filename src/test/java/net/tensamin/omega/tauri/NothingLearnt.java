package net.tensamin.omega.tauri;

import net.tensamin.omega.device.DeviceLifetime;

/** For sessions that have nothing to do with what other sessions learn. */
final class NothingLearnt implements Lifetimes {
    @Override
    public long now() {
        return 0;
    }

    @Override
    public void ask(TauriSession session) {
        // nothing is known
    }

    @Override
    public void keep(DeviceLifetime learnt) {
        // nobody asks for it
    }
}
