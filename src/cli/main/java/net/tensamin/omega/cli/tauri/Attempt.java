package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import java.util.Optional;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Ending;

/** One connection of a {@link ClientLoop}, from its dialling to its end, on a thread of its own; perhaps abandoned on the way. */
final class Attempt implements TauriConnection.Listener {
    private final int number;
    private final ClientLoop loop;
    private Optional<TauriConnection> connection = Optional.empty();
    private boolean abandoned;

    private Attempt(int number, ClientLoop loop) {
        this.number = number;
        this.loop = loop;
    }

    static Attempt begin(Dialer dialer, int number, ClientLoop loop) {
        Attempt attempt = new Attempt(number, loop);
        Thread thread = new Thread(() -> attempt.run(dialer), "connection-" + number);
        thread.setDaemon(true);
        thread.start();
        return attempt;
    }

    private void run(Dialer dialer) {
        try {
            TauriConnection dialled = dialer.dial();
            if (wanted(dialled)) {
                dialled.run(dialer.server(), this);
            } else {
                dialled.leave();
            }
        } catch (Failure e) {
            // A host without an address may have one when the network is back; a file does not mend itself.
            boolean passes = e.exitCode() == ExitCode.NO_ANSWER;
            ended(Ending.of(e.exitCode(), e.getMessage(), passes ? Ending.Comeback.SOON : Ending.Comeback.NEVER));
        }
    }

    private synchronized boolean wanted(TauriConnection dialled) {
        connection = Optional.of(dialled);
        return !abandoned;
    }

    private synchronized Optional<TauriConnection> open() {
        return connection;
    }

    void send(JsonObject message) {
        open().ifPresent(dialled -> dialled.send(message));
    }

    /** Nothing of it is wanted any more; Omega is told. */
    void abandon() {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            abandoned = true;
        }
        open().ifPresent(TauriConnection::leaveNow);
    }

    @Override
    public void connected() {
        loop.post(client -> client.connected(number));
    }

    @Override
    public void line(Envelope message) {
        loop.post(client -> client.line(number, message));
    }

    @Override
    public void ended(Ending ending) {
        loop.post(client -> client.ended(number, ending));
    }
}
