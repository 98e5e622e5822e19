package net.tensamin.omega.threads;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Memory has run out, of whatever kind: heap, direct buffers, threads. A server that goes on without it keeps some of its promises and breaks others;
 * one that ends is started again by whatever watches it. The virtual machine's own option for this means only some of these kinds. So whoever
 * catches an {@link Error} or {@link Throwable} calls {@link #endIf} first.
 */
public final class OutOfMemory {
    /** That of the virtual machine's own option. */
    public static final int EXIT_CODE = 3;

    private static final int DEEPEST_CAUSE = 16;

    private OutOfMemory() {}

    /** Ends the process, with one line, if this failure is want of memory or was caused by it. */
    public static void endIf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError) {
                end(String.valueOf(cause.getMessage()));
            }
            cause = cause.getCause();
        }
    }

    /**
     * Ends the process at once: what would be tidied up needs memory too.
     *
     * @param what has run out
     */
    public static void end(String what) {
        try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
            err.write(("Omega ends, out of memory: " + what + "\n").getBytes(UTF_8));
        } catch (IOException | OutOfMemoryError unsaid) {
            // it ends all the same
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
