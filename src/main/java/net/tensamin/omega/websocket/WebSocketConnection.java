package net.tensamin.omega.websocket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/** An upgraded connection. Thread-safe; what the application calls does not block. */
public final class WebSocketConnection {
    /** What the client does. Called by the thread that reads; until a call returns nothing more is read. */
    public interface Listener {
        /** In bytes, of all its fragments together. */
        int longestMessage();

        void text(String message);

        void binary();

        /** A frame has come that is no message: a ping, whose pong is sent anyway, a pong, or a part of a message. May block. */
        void framed();

        /** Nothing is read any more: the application is to close. */
        void failed(Fault fault);

        /** The last call, by any thread. */
        void ended();
    }

    private static final Logger LOG = System.getLogger(WebSocketConnection.class.getName());
    private static final int NORMAL = 1000; // RFC 6455 §7.4.1

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private final WebConnection connection;
    private final Optional<ThreadFactory> waiting;
    private final OutgoingFrames outbox;
    private volatile Listener listener;
    private volatile Runnable resume = () -> {};

    /**
     * How much may be on its way to the client.
     *
     * @param bytes past them the client is told goodbye, and what waits is dropped
     */
    public record Bound(int bytes, int code, String reason) {}

    private WebSocketConnection(WebConnection connection, Optional<ThreadFactory> waiting, Bound bound)
            throws IOException {
        this.connection = connection;
        this.waiting = waiting;
        byte[] tooSlow = FrameWriter.close(bound.code(), bound.reason());
        this.outbox = new OutgoingFrames(connection.getOutputStream(), bound.bytes(), tooSlow, new Outgoing());
    }

    /**
     * Takes over a connection that was upgraded after a {@link WebSocketHandshake}. Listen to it next.
     *
     * @param waiting makes a thread that waits for what comes; without it the container calls when something has come
     */
    public static WebSocketConnection of(WebConnection upgraded, Optional<ThreadFactory> waiting, Bound bound)
            throws IOException {
        WebSocketConnection webSocket = new WebSocketConnection(upgraded, waiting, bound);
        upgraded.getOutputStream().setWriteListener(webSocket.outbox);
        return webSocket;
    }

    public void listen(Listener to) throws IOException {
        listener = to;
        tellEnd();
        FrameReader frames = new FrameReader(to::longestMessage, new Received());
        IncomingBytes incoming = new IncomingBytes(connection.getInputStream(), frames, new Incoming());
        resume = incoming::resume;
        waiting.ifPresentOrElse(threads -> start(threads, incoming::await), incoming::listen);
    }

    /** Messages leave in the order of the calls. */
    public void send(List<String> messages) {
        outbox.send(FrameWriter.texts(messages));
    }

    /**
     * Says goodbye after what was sent; the client then ends the connection. A caller that does not wait for that calls {@link #end}.
     */
    public void close(int code, String reason) {
        outbox.close(FrameWriter.close(code, reason), () -> {});
    }

    /** Whether goodbye was said, by whomever. */
    public boolean saidGoodbye() {
        return outbox.saidGoodbye();
    }

    /** At once. */
    public void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        outbox.end();
        waiting.ifPresentOrElse(threads -> start(threads, this::close), this::close);
        tellEnd();
    }

    /** If a thread waits for bytes, this may have to wait for that thread. */
    private void close() {
        try {
            connection.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "A WebSocket's connection was gone before it was closed", e);
        }
    }

    private static void start(ThreadFactory threads, Runnable work) {
        threads.newThread(work).start();
    }

    /** It may have ended before anyone listened. */
    private void tellEnd() {
        if (listener != null && ended.get() && told.compareAndSet(false, true)) {
            listener.ended();
        }
    }

    private final class Received implements FrameReader.Sink {
        @Override
        public void text(String message) {
            listener.text(message);
        }

        @Override
        public void binary() {
            listener.binary();
        }

        @Override
        public void ping(byte[] payload) {
            listener.framed();
            outbox.pong(FrameWriter.pong(payload));
        }

        @Override
        public void filler() {
            listener.framed();
        }

        /** An answer ends the connection, and so does a goodbye of the client's own once it is answered. */
        @Override
        public void close() {
            if (!outbox.close(FrameWriter.close(NORMAL, ""), WebSocketConnection.this::end)) {
                end();
            }
        }
    }

    private final class Outgoing implements OutgoingFrames.Client {
        @Override
        public void failed() {
            end();
        }

        @Override
        public void takesMore() {
            resume.run();
        }
    }

    private final class Incoming implements IncomingBytes.Connection {
        @Override
        public boolean hasEnded() {
            return ended.get();
        }

        @Override
        public boolean isHeldUp() {
            return outbox.isHeldUp();
        }

        @Override
        public void settled() {
            outbox.sendPong();
        }

        @Override
        public void failed(Fault fault) {
            listener.failed(fault);
        }

        @Override
        public void end() {
            WebSocketConnection.this.end();
        }
    }
}
