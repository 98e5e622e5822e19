package net.tensamin.omega.quic.streams;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import tech.kwik.core.QuicStream;
import tech.kwik.core.concurrent.TurnSeam.NotNow;

/** Reads one stream's messages, in the turns of its connection (SPEC §2). */
final class StreamReader {
    private static final int BUFFER = 2048;
    private static final ThreadLocal<byte[]> BUFFERS = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    private final QuicStream stream;
    private final ClientChannel channel;
    private final ClientStream sending;
    private final MessageSplitter splitter;
    private final Deque<byte[]> lines = new ArrayDeque<>(1);
    private boolean over;
    private boolean finished;

    StreamReader(QuicStream stream, ClientChannel channel, ClientStream sending, int lineLimit) {
        this.stream = stream;
        this.channel = channel;
        this.sending = sending;
        this.splitter = new MessageSplitter(lineLimit, sending::framedAs, lines::add);
    }

    ClientStream sending() {
        return sending;
    }

    /** Whether neither side has anything left to do. */
    boolean isOver() {
        return finished && sending.hasEnded();
    }

    /** Handles all lines there are, unless the stream is paused or its client does not read. */
    void read() {
        while (!finished && deliver() && !over) {
            if (!fill()) {
                return;
            }
        }
        if (over && !finished && lines.isEmpty() && sending.takesLines()) { // else the last line may still be answered
            finished = true;
            channel.streamEnded(this);
        }
    }

    /** @return whether no line is left */
    private boolean deliver() {
        while (!lines.isEmpty() && sending.takesLines()) {
            channel.deliver(sending, lines.poll());
        }
        return lines.isEmpty();
    }

    /** @return false if there is nothing to read now */
    private boolean fill() {
        byte[] buffer = BUFFERS.get();
        try {
            int length = stream.getInputStream().read(buffer, 0, BUFFER);
            over = length < 0;
            if (over) {
                splitter.end();
            } else if (!splitter.add(buffer, 0, length)) {
                tooLong();
            }
        } catch (NotNow e) {
            return false;
        } catch (IOException e) { // reset by the client, or the connection has ended
            over = true;
        }
        return true;
    }

    private void tooLong() {
        deliver();
        finished = true;
        stream.abortReading(CloseCode.PROTOCOL_ABUSE.code());
        channel.lineTooLong(this);
    }

    /** Nothing is read any more. */
    void abandon() {
        finished = true;
        lines.clear();
    }
}
