package net.tensamin.omega.guard;

/** What came is no request that RFC 9112 allows, or one that this server takes. The connection ends after its answer. */
final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    MalformedRequestException(int status, String why) {
        super(why);
        this.status = status;
    }

    static MalformedRequestException bad(String why) {
        return new MalformedRequestException(400, why);
    }

    int status() {
        return status;
    }
}
