package net.tensamin.omega.bench.floor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of the thread that asks. */
final class ThreadTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadTime() {}

    interface Work {
        void run() throws Exception;
    }

    /** Of one of so many times, in nanoseconds. */
    static double nanosEach(int times, Work work) throws Exception {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - before) / times;
    }
}
