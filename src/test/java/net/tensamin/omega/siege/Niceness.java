package net.tensamin.omega.siege;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import net.tensamin.omega.testing.OwnThread;

/**
 * Attackers have machines of their own; here they share one with the server, and what they take of its processors says nothing of the server. So
 * they get what everybody else leaves: on Linux each thread has its own niceness, and hands it on to the threads that it starts.
 */
final class Niceness {
    private static final AtomicBoolean FAILED = new AtomicBoolean();
    private static final Path SELF = Path.of("/proc/thread-self");

    private Niceness() {}

    /** Whether all that ran here so far was nice. */
    static boolean isGiven() {
        return !FAILED.get();
    }

    /** Work that may fail. */
    interface Work<T> {
        T run() throws Exception;
    }

    /** Runs on a thread that takes what others leave, and so do the threads that it starts. */
    static <T> T run(Work<T> work) {
        return OwnThread.supply(() -> {
                    takeWhatIsLeft();
                    try {
                        return work.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
    }

    private static void takeWhatIsLeft() {
        try {
            String thread = Files.readSymbolicLink(SELF).getFileName().toString();
            int result = new ProcessBuilder("renice", "-n", "19", "-p", thread)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
            FAILED.compareAndSet(false, result != 0);
        } catch (IOException | UnsupportedOperationException notHere) {
            FAILED.set(true);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
