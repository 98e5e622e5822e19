package net.tensamin.omega.interop;

/**
 * What became of a stack's trial in a row.
 *
 * @param why empty where it passed
 */
record Outcome(Kind kind, String why) {
    enum Kind {
        PASSED,
        FAILED,
        CANNOT
    }

    static Outcome passed() {
        return new Outcome(Kind.PASSED, "");
    }

    static Outcome cannot(String why) {
        return new Outcome(Kind.CANNOT, why);
    }

    static Outcome failed(String why) {
        return new Outcome(Kind.FAILED, why);
    }
}
