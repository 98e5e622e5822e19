package net.tensamin.omega.websocket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import net.tensamin.omega.threads.OutOfMemory;

/** Reads what comes, by one thread at a time, until the connection ends. A client that does not read is not read from. */
final class IncomingBytes implements ReadListener {
    private static final Logger LOG = System.getLogger(IncomingBytes.class.getName());
    private static final int BUFFER = 16_384;

    /** What a client that has broken the protocol may have had on the way. */
    private static final int MOST_DISCARDED = 65_536;

    private final byte[] buffer = new byte[BUFFER];
    private final ServletInputStream in;
    private final FrameReader frames;
    private final Connection connection;
    private final AtomicBoolean waits = new AtomicBoolean();
    private boolean failed;
    private int discarded;

    /** Whose bytes they are. */
    interface Connection {
        boolean hasEnded();

        /** Whether the client does not take what was sent. What it sends has to wait until {@link IncomingBytes#resume}. */
        boolean isHeldUp();

        /** All frames that have come are handled, and more may come. */
        void settled();

        /** No more frames can be read. Bytes still are, and are discarded, until the connection ends. */
        void failed(Fault fault);

        /** Nothing more comes; perhaps called more than once. */
        void end();
    }

    IncomingBytes(ServletInputStream in, FrameReader frames, Connection connection) {
        this.in = in;
        this.frames = frames;
        this.connection = connection;
    }

    /** The container calls when something has come. */
    void listen() {
        in.setReadListener(this);
    }

    /** The calling thread waits for bytes; returns at the end. */
    void await() {
        try {
            while (!connection.hasEnded()) {
                read();
            }
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!connection.hasEnded() && mayRead() && in.isReady()) {
            read();
        }
    }

    /** If not, whoever lifts what holds the client up reads on. */
    private boolean mayRead() {
        if (!connection.isHeldUp()) {
            return true;
        }
        waits.set(true);
        return goesOn(); // it may have been lifted before anybody knew that this waits
    }

    private boolean goesOn() {
        return !connection.isHeldUp() && waits.compareAndSet(true, false);
    }

    /** The client takes something again. By a thread of the container, which may block. */
    void resume() {
        if (!goesOn()) {
            return;
        }
        try {
            onDataAvailable();
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    private void read() throws IOException {
        int length = in.read(buffer);
        if (length < 0) {
            onAllDataRead();
        } else if (!failed) {
            take(ByteBuffer.wrap(buffer, 0, length));
        } else {
            discarded += length;
            if (discarded > MOST_DISCARDED) {
                onAllDataRead();
            }
        }
    }

    private void take(ByteBuffer bytes) {
        try {
            frames.read(bytes);
            connection.settled();
        } catch (ProtocolViolation e) {
            LOG.log(Level.DEBUG, "A client breaks the WebSocket protocol", e);
            failed = true;
            connection.failed(e.fault());
        } catch (Error e) { // the server would close the connection and go on
            OutOfMemory.endIf(e);
            throw e;
        }
    }

    @Override
    public void onAllDataRead() {
        connection.end();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "A WebSocket's connection failed", failure);
        onAllDataRead();
    }
}
