package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import java.util.Optional;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Fallback;

/** One connection of a {@link ClientLoop}, from its dialling to its end, on a thread of its own; perhaps abandoned on the way. */
final class Attempt {
    private final int number;
    private final ClientLoop loop;
    private Optional<Connection> connection = Optional.empty();
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
            if (dialer.fallback().isBlocked()) {
                serve(dialer.polling().get(), new Polling(dialer.fallback(), Optional.empty()));
                return;
            }
            Quic quic = new Quic(dialer.fallback());
            serve(dialer.quic().get(), quic);
            if (quic.silence.isPresent()) {
                serve(dialer.polling().get(), new Polling(dialer.fallback(), quic.silence));
            }
        } catch (Failure e) {
            // A host without an address may have one when the network is back; a file does not mend itself.
            boolean passes = e.exitCode() == ExitCode.NO_ANSWER;
            ended(Ending.of(e.exitCode(), e.getMessage(), passes ? Ending.Comeback.SOON : Ending.Comeback.NEVER));
        }
    }

    private void serve(Connection dialled, Connection.Listener listener) {
        if (wanted(dialled)) {
            dialled.run(listener);
        } else {
            dialled.leave();
        }
    }

    private synchronized boolean wanted(Connection dialled) {
        connection = Optional.of(dialled);
        return !abandoned;
    }

    private synchronized Optional<Connection> open() {
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
        open().ifPresent(Connection::leaveNow);
    }

    private void ended(Ending ending) {
        loop.post(client -> client.ended(number, ending));
    }

    /** What happens goes to the client. */
    private abstract class Handing implements Connection.Listener {
        boolean connected;

        @Override
        public void connected() {
            connected = true;
            loop.post(client -> client.connected(number));
        }

        @Override
        public void line(Envelope message) {
            loop.post(client -> client.line(number, message));
        }

        @Override
        public void ended(Ending ending) {
            Attempt.this.ended(ending);
        }
    }

    /** QUIC; that it has no answer is not the end. */
    private final class Quic extends Handing {
        private final Fallback fallback;
        private Optional<Ending> silence = Optional.empty();

        private Quic(Fallback fallback) {
            this.fallback = fallback;
        }

        @Override
        public void connected() {
            fallback.open();
            super.connected();
        }

        @Override
        public void ended(Ending ending) {
            if (!connected && ending.exitCode() == ExitCode.NO_ANSWER) {
                silence = Optional.of(ending);
            } else {
                super.ended(ending);
            }
        }
    }

    /** HTTPS; if that does not go either, QUIC's silence is told of, if it was tried. */
    private final class Polling extends Handing {
        private final Fallback fallback;
        private final Optional<Ending> silence;

        private Polling(Fallback fallback, Optional<Ending> silence) {
            this.fallback = fallback;
            this.silence = silence;
        }

        @Override
        public void connected() {
            if (silence.isPresent()) {
                fallback.blocked(System.nanoTime());
            }
            super.connected();
        }

        @Override
        public void ended(Ending ending) {
            if (connected) {
                super.ended(ending);
            } else {
                fallback.doubted();
                boolean answered = ending.comeback() == Ending.Comeback.NEVER
                        || !ending.retryAfter().isZero();
                super.ended(answered ? ending : silence.orElse(ending));
            }
        }
    }
}
