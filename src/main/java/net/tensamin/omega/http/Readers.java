package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The clients that read answers, as the guard between them and the server sees them; without such a guard nobody is
 * seen. Thread-safe.
 */
@ApplicationScoped
public class Readers {
    private volatile Guard guard = new Nobody();

    /** What is in between. No method blocks. */
    public interface Guard {
        /** For how long something has been waiting for this client without a break; zero for one that has taken all there is. */
        Duration awaited(InetSocketAddress peer);

        /** Ends this client's connection. */
        void end(InetSocketAddress peer);

        /** Its request is answered later, and holds no thread until then. */
        void waits(InetSocketAddress peer);

        /** Runs this if its connection ends before its request is answered. It must not block. */
        void whenGone(InetSocketAddress peer, Runnable then);
    }

    public void areSeenBy(Guard seeing) {
        guard = seeing;
    }

    Duration awaited(InetSocketAddress peer) {
        return guard.awaited(peer);
    }

    void end(InetSocketAddress peer) {
        guard.end(peer);
    }

    void waits(InetSocketAddress peer) {
        guard.waits(peer);
    }

    /**
     * Runs this if the client's connection ends before its request is answered, and somebody sees it: not for a client whose network vanished
     * without a word.
     *
     * @param then must not block
     */
    public void whenGone(HttpServletRequest request, Runnable then) {
        guard.whenGone(peer(request), then);
    }

    static InetSocketAddress peer(HttpServletRequest request) {
        return new InetSocketAddress(request.getRemoteAddr(), request.getRemotePort());
    }

    private static final class Nobody implements Guard {
        @Override
        public Duration awaited(InetSocketAddress peer) {
            return Duration.ZERO;
        }

        @Override
        public void end(InetSocketAddress peer) {
            throw new IllegalStateException("nobody is seen, and so nobody is slow");
        }

        @Override
        public void waits(InetSocketAddress peer) {
            // nobody counts it
        }

        @Override
        public void whenGone(InetSocketAddress peer, Runnable then) {
            // nobody sees it go
        }
    }
}
