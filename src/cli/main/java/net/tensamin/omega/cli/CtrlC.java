package net.tensamin.omega.cli;

import java.util.function.Supplier;

/** What is done when the program is told to stop (SIGINT, SIGTERM); the exit code is then the system's, 130 or 143. */
public final class CtrlC {
    private CtrlC() {}

    /** Does the work; a stop meanwhile runs {@code farewell} first, on another thread. */
    public static <T> T running(Runnable farewell, Supplier<T> work) {
        // The one way the JDK has for this takes a thread.
        Thread hook = new Thread(farewell, "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            System.getLogger(CtrlC.class.getName()).log(System.Logger.Level.DEBUG, "already stopping", stopping);
        }
    }
}
