package net.tensamin.omega.bench.floor;

import java.util.Arrays;

/** What an operation costs once it costs the same again and again. */
final class Steady {
    static final int BATCHES = 100;
    private static final int MOST_ROUNDS = 20;
    private static final double TOLERANCE = 0.02;

    private Steady() {}

    /** A number of operations that are measured together. */
    interface Batch {
        /** Returns the processor time of one of them, in nanoseconds. */
        double nanos() throws Exception;
    }

    /**
     * Measures rounds of batches until the medians of three rounds in a row agree within a fiftieth.
     *
     * @return the median of the last round; of a machine that never settles, of the last that was tried
     */
    static double nanos(Batch batch) throws Exception {
        double beforeLast = Double.NaN;
        double last = Double.NaN;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double median = median(batch);
            if (agree(median, last) && agree(median, beforeLast)) {
                return median;
            }
            beforeLast = last;
            last = median;
        }
        return last;
    }

    private static boolean agree(double one, double other) {
        return Math.abs(one - other) <= TOLERANCE * one;
    }

    private static double median(Batch batch) throws Exception {
        double[] nanos = new double[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            nanos[i] = batch.nanos();
        }
        Arrays.sort(nanos);
        return (nanos[(BATCHES - 1) / 2] + nanos[BATCHES / 2]) / 2;
    }
}
