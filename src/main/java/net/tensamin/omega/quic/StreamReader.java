package net.tensamin.omega.quic;

import java.io.IOException;
import java.io.InputStream;
import tech.kwik.core.QuicStream;

/** Reads one stream's lines, on a thread of its own (SPEC §2). */
final class StreamReader {
    private static final int BUFFER = 2048;
    private static final long PROTOCOL_ABUSE = 201; // SPEC §3

    private final QuicStream stream;
    private final ClientChannel channel;
    private final ClientStream sending;
    private final LineSplitter splitter;
    private Thread blocked;

    StreamReader(QuicStream stream, ClientChannel channel, ClientStream sending, int lineLimit) {
        this.stream = stream;
        this.channel = channel;
        this.sending = sending;
        this.splitter = new LineSplitter(lineLimit, line -> channel.deliver(sending, line));
    }

    /** Returns when the stream has ended, for whatever reason. */
    void run() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int length = read(buffer); length >= 0; length = read(buffer)) {
                if (!splitter.add(buffer, length)) {
                    tooLong();
                    return;
                }
            }
            if (splitter.end()) {
                channel.streamEnded(sending);
            } else {
                tooLong();
            }
        } catch (IOException e) { // reset by the client, or the connection has ended
            channel.streamEnded(sending);
        }
    }

    private void tooLong() {
        stream.abortReading(PROTOCOL_ABUSE);
        channel.lineTooLong(sending);
    }

    private int read(byte[] buffer) throws IOException {
        InputStream in = stream.getInputStream();
        synchronized (this) {
            blocked = Thread.currentThread();
        }
        try {
            return in.read(buffer, 0, buffer.length);
        } finally {
            synchronized (this) {
                blocked = null;
                Thread.interrupted(); // meant for the read, not for what comes after
            }
        }
    }

    /** Ends a read that Kwik may have missed to end; does not touch a thread that is busy with a line. */
    synchronized void abandon() {
        if (blocked != null) {
            blocked.interrupt();
        }
    }
}
