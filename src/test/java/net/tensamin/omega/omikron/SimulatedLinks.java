package net.tensamin.omega.omikron;

import jakarta.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.XECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.ServerKey;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.Timers;

/** The links of a simulated node. */
public final class SimulatedLinks {
    private final OmikronLinks links;

    public SimulatedLinks(
            Accounts accounts,
            PresenceBoard presence,
            Notices notices,
            KeyPair own,
            Executor threads,
            Timers timers,
            LongSupplier nanos) {
        ServerKey key = new ServerKey() {
            @Override
            public KeyPair pair() {
                return own;
            }
        };
        links = new OmikronLinks(
                accounts,
                presence,
                notices,
                null, // nobody registers anything
                key,
                threads,
                timers,
                new Meters(),
                new TestConfig(Map.of()),
                nanos);
        links.beat();
    }

    /** The server's end of a connection. */
    public interface Link {
        void text(String frame);

        void ended();
    }

    /** What the server does to a connection. */
    public interface Wire {
        void send(List<String> frames);

        void close(int code);
    }

    public Link open(Wire wire) {
        Connected socket = new Connected(wire);
        OmikronConnection connection = links.opened(socket);
        return new Link() {
            @Override
            public void text(String frame) {
                connection.text(frame);
            }

            @Override
            public void ended() {
                connection.ended();
            }
        };
    }

    /** Says goodbye to all. */
    public void stop() {
        links.stop();
    }

    public void refuse() {
        links.refuse();
    }

    public int connected() {
        return links.connected();
    }

    /** What an Omikron answers to a challenge. */
    public static String solution(JsonObject challenge, KeyPair omikron) {
        try {
            return Solution.of(challenge, omikron);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the registry has it. */
    public static byte[] raw(KeyPair pair) {
        return X448Challenge.encode((XECPublicKey) pair.getPublic());
    }

    private static final class Connected implements OmikronConnection.Socket {
        private final Wire wire;
        private boolean closed;

        private Connected(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void send(List<String> frames) {
            if (!closed) {
                wire.send(frames);
            }
        }

        @Override
        public void close(Closing closing) {
            if (!closed) {
                closed = true;
                wire.close(closing.code());
            }
        }

        @Override
        public boolean saidGoodbye() {
            return closed;
        }

        @Override
        public void end() {
            close(Closing.GOING_AWAY);
        }
    }
}
