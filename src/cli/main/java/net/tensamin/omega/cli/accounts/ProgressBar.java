package net.tensamin.omega.cli.accounts;

import java.io.PrintWriter;

/** How far an import is, in one line of a terminal. */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final PrintWriter terminal;
    private final boolean shown;
    private final long lines;
    private final long begin = System.nanoTime();
    private boolean drawn;

    /** @param shown whether there is a terminal, and a person before it */
    ProgressBar(PrintWriter terminal, boolean shown, long lines) {
        this.terminal = terminal;
        this.shown = shown;
        this.lines = Math.max(1, lines);
    }

    void show(long line, long refused) {
        if (!shown) {
            return;
        }
        drawn = true;
        terminal.print("\r" + text(line, refused, System.nanoTime() - begin));
        terminal.flush();
    }

    private String text(long line, long refused, long nanos) {
        int done = (int) Math.min(WIDTH, WIDTH * line / lines);
        long rate = line * NANOS_A_SECOND / Math.max(1, nanos);
        return "[" + "#".repeat(done) + "-".repeat(WIDTH - done) + "] " + Math.min(100, 100 * line / lines) + "%, line "
                + line + " of " + lines + ", " + rate + "/s, " + refused + " refused ";
    }

    /** The next line is for others. */
    void end() {
        if (drawn) {
            terminal.println();
            terminal.flush();
        }
    }
}
