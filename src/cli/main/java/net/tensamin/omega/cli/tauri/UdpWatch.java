package net.tensamin.omega.cli.tauri;

import java.util.function.LongSupplier;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.client.Ending;

/** Tries QUIC from time to time while the client is there over HTTPS. */
final class UdpWatch {
    private final Dialer dialer;
    private final Runnable open;
    private final LongSupplier nanos;

    /**
     * @param open told when QUIC has connected
     * @param nanos the clock that the fallback is told by
     */
    UdpWatch(Dialer dialer, Runnable open, LongSupplier nanos) {
        this.dialer = dialer;
        this.open = open;
        this.nanos = nanos;
    }

    /** Takes as long as a connection takes. */
    void look() {
        if (dialer.fallback().lookDue(nanos.getAsLong())) {
            dialer.fallback().blocked(nanos.getAsLong());
            try {
                Connection trial = dialer.quic().get();
                trial.run(new Trial(trial));
            } catch (Failure e) { // the host has no address just now: the next look is planned
                System.getLogger(UdpWatch.class.getName()).log(System.Logger.Level.DEBUG, "no look at QUIC", e);
            }
        }
    }

    private final class Trial implements Connection.Listener {
        private final Connection trial;

        private Trial(Connection trial) {
            this.trial = trial;
        }

        @Override
        public void connected() {
            trial.leave();
            dialer.fallback().open();
            open.run();
        }

        @Override
        public void line(Envelope message) {
            // it has not identified, and is told nothing
        }

        @Override
        public void ended(Ending ending) {
            // as it does, whatever came of it
        }
    }
}
