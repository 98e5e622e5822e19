package net.tensamin.omega.websocket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** Reads what comes, by one thread at a time, until the connection ends. */
final class IncomingBytes implements ReadListener {
    private static final Logger LOG = System.getLogger(IncomingBytes.class.getName());
    private static final int BUFFER = 16_384;

    private final byte[] buffer = new byte[BUFFER];
    private final ServletInputStream in;
    private final FrameReader frames;
    private final Connection connection;
    private boolean failed;

    /** Whose bytes they are. */
    interface Connection {
        boolean hasEnded();

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
        while (!connection.hasEnded() && in.isReady()) {
            read();
        }
    }

    private void read() throws IOException {
        int length = in.read(buffer);
        if (length < 0) {
            onAllDataRead();
        } else if (!failed) {
            take(ByteBuffer.wrap(buffer, 0, length));
        }
    }

    private void take(ByteBuffer bytes) {
        try {
            frames.read(bytes);
        } catch (ProtocolViolation e) {
            LOG.log(Level.DEBUG, "A client breaks the WebSocket protocol", e);
            failed = true;
            connection.failed(e.fault());
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
