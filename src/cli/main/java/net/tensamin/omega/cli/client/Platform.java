package net.tensamin.omega.cli.client;

import jakarta.json.JsonObject;
import java.util.Optional;

/** What a {@link TauriClient} needs done. Events of a connection go back with its number: those of an older one are ignored. */
public interface Platform {
    /** Opens a connection; {@link TauriClient#connected} or {@link TauriClient#ended} is called later, not from within. */
    void connect(int connection);

    /** Sends a line on the one stream of the connection. If it cannot, the connection ends. */
    void send(int connection, JsonObject message);

    /** Nothing that comes of it is wanted any more. */
    void disconnect(int connection);

    /**
     * Returns when the badges are on disk, and would be there after a power cut: a pong follows, which tells Omega that it
     * need not say again what came before.
     *
     * @return why they cannot be there, such as a full disk, in a sentence for people; empty if they are
     */
    Optional<String> save(Badges badges);

    /** The client is at its end. */
    void end(Ending ending);
}
