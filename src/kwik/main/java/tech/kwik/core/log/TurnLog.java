package tech.kwik.core.log;

/** What Kwik asks for each connection: the build has the method of the same name end here (KwikRewrite). */
final class TurnLog {
    private TurnLog() {}

    /** Kwik would have the class loader look for its qlog library each time, which is not there. */
    static QLog loadImplementation(byte[] connectionId) {
        return new NullQLog();
    }
}
