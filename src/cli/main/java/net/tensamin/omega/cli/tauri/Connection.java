package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.client.Ending;

/** A way to Omega that carries the messages of SPEC §2. Thread-safe. */
interface Connection {
    /** Connects and reads until the end; takes a thread for itself. */
    void run(Listener listener);

    /** Nothing is sent any more when the connection has ended. */
    void send(JsonObject message);

    /** Tells Omega that this client leaves, in the background. */
    void leave();

    /** The same, and waits a little for the word to be out. */
    void leaveNow();

    /** Told in this order, on one thread: connected, lines, ended; or only ended. */
    interface Listener {
        void connected();

        void line(Envelope message);

        void ended(Ending ending);
    }
}
