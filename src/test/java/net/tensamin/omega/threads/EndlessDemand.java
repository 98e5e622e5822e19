package net.tensamin.omega.threads;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.turns.TransportThreads;

/** A program that asks for more memory than there is, on a thread as the server has them. */
final class EndlessDemand {
    private static final int PIECE = 1 << 20;
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final List<Object> KEPT = new ArrayList<>();

    private EndlessDemand() {}

    /** @param arguments the kind of thread, and that of memory */
    public static void main(String[] arguments) throws InterruptedException {
        Runnable demand = arguments[1].equals("direct")
                ? () -> keep(ByteBuffer.allocateDirect(PIECE))
                : () -> keep(new byte[PIECE]);
        begin(arguments[0], () -> forever(demand));
        new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    }

    private static void begin(String thread, Runnable work) {
        switch (thread) {
            case "task" -> new BlockingThreads(1, Thread::new).execute(work);
            case "beat" -> new Timers(Executors.newScheduledThreadPool(1), Runnable::run).beat(AT_ONCE, work);
            case "transport" -> new TransportThreads().start("receiver", work);
            case "turn" -> new TransportThreads().workLater(work);
            case "hidden" -> new BlockingThreads(1, Thread::new).execute(() -> hide(work));
            default -> throw new IllegalArgumentException(thread);
        }
    }

    /** As a library does. */
    private static void hide(Runnable work) {
        try {
            work.run();
        } catch (Error e) {
            throw new IllegalStateException("at " + Clock.systemUTC().instant(), e);
        }
    }

    private static void forever(Runnable demand) {
        while (true) {
            demand.run();
        }
    }

    private static void keep(Object piece) {
        KEPT.add(piece);
    }
}
