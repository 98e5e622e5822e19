package net.tensamin.omega.threads;

/** Work that everybody waits behind: its transactions give up a lock soon that others have. */
public final class UrgentWork {
    private static final KindOfWork KIND = new KindOfWork();

    private UrgentWork() {}

    /** Transactions that begin meanwhile on this thread are such work. */
    public static void run(Runnable work) {
        KIND.call(() -> {
            work.run();
            return null;
        });
    }

    /** Whether this thread does such work. */
    public static boolean isUnderWay() {
        return KIND.isUnderWay();
    }
}
