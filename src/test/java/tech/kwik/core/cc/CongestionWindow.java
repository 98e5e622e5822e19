package tech.kwik.core.cc;

/** How much a connection may have in flight (RFC 9002 §7). */
public final class CongestionWindow {
    private CongestionWindow() {}

    /** Has it be as if the network had been found to carry no more. */
    public static void set(CongestionController controller, long bytes) {
        ((AbstractCongestionController) controller).congestionWindow = bytes;
    }
}
