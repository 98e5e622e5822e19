package net.tensamin.omega.cli.tauri;

import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.client.View;

/** Says that the client is connected; all that the commands for one request show by themselves. */
class Announcing implements View {
    private final EventPrinter printer;
    private final String connected;

    Announcing(EventPrinter printer, TauriOptions options) {
        this.printer = printer;
        this.connected = "connected to " + options.server() + ", identified as user " + options.user();
    }

    @Override
    public void identified() {
        printer.note(connected);
    }

    String connected() {
        return connected;
    }

    EventPrinter printer() {
        return printer;
    }
}
