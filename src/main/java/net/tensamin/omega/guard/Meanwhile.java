package net.tensamin.omega.guard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import net.tensamin.omega.guard.Watch.Phase;

/**
 * What a client does while its request is being answered. The server does not read then, so a client that waits for
 * long is read from here, to notice when it goes; what it sends instead is kept until it has its answer. Thread-safe.
 */
final class Meanwhile {
    /** A request is no longer on its thread when it is looked at for the second time. */
    private static final int LOOKS_BEFORE_READING = 2;

    private static final Runnable NOTHING = () -> {};

    private final Watch watch;
    private final Runnable read;
    private Runnable gone = NOTHING;
    private boolean waits;
    private int looks;
    private ByteArrayOutputStream early = new ByteArrayOutputStream(0);
    private Runnable goOn = NOTHING;

    /** What is to be done with bytes that have come. */
    enum Early {
        /** Nothing is being answered. */
        TO_BE_READ,
        KEPT,
        /** Something is kept already. */
        TOO_MUCH
    }

    /**
     * @param watch of the connection, which is idle again once it has its answer
     * @param read has the server read from the connection; must not block
     */
    Meanwhile(Watch watch, Runnable read) {
        this.watch = watch;
        this.read = read;
    }

    /** Runs this if its connection ends before the answer. It must not block. */
    synchronized void whenGone(Runnable then) {
        gone = then;
    }

    /** Its request holds no thread until it is answered. */
    synchronized void waits() {
        waits = gone != NOTHING;
        looks = 0;
    }

    /** To be called now and then. */
    synchronized void look() {
        boolean hasStopped = goOn != NOTHING;
        if (waits && !hasStopped && ++looks == LOOKS_BEFORE_READING) {
            read.run();
        }
    }

    /**
     * Keeps what came before the answer.
     *
     * @param stop has the server read no more until what it returns is run, once
     */
    synchronized Early keep(ByteBuffer bytes, Supplier<Runnable> stop) {
        if (watch.phase() != Phase.SERVICE) {
            return Early.TO_BE_READ;
        }
        if (goOn != NOTHING) {
            return Early.TOO_MUCH;
        }
        add(bytes);
        goOn = stop.get();
        return Early.KEPT;
    }

    private void add(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        early.writeBytes(copy);
    }

    /** What was kept, and this after it. */
    synchronized ByteBuffer before(ByteBuffer bytes) {
        if (early.size() == 0) {
            return bytes;
        }
        add(bytes);
        byte[] all = early.toByteArray();
        early = new ByteArrayOutputStream(0);
        return ByteBuffer.wrap(all);
    }

    /**
     * It has its answer.
     *
     * @return what is to be run once the next request may begin
     */
    synchronized Runnable answered() {
        watch.change(Phase.SERVICE, Phase.IDLE);
        return done();
    }

    private Runnable done() {
        Runnable next = goOn;
        goOn = NOTHING;
        gone = NOTHING;
        waits = false;
        return next;
    }

    /** Its connection has ended. */
    void gone() {
        Runnable then;
        Runnable next;
        synchronized (this) {
            then = gone;
            next = done();
        }
        next.run();
        then.run();
    }
}
