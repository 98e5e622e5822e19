package net.tensamin.omega.metrics;

/** Something with a name that is written to the metrics page. */
interface Meter {
    /** Without labels and suffixes, as in {@code # TYPE}. */
    String name();

    void writeTo(Exposition page);
}
