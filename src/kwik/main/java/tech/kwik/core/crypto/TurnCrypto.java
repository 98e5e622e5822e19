package tech.kwik.core.crypto;

/** What Kwik says to its log of sent handshake messages: the build has the method of the same name end here (KwikRewrite). */
final class TurnCrypto {
    private TurnCrypto() {}

    /** Kwik would read a list to which its client's receiver adds when a Retry comes early, and fail. */
    static String toStringSent() {
        return "";
    }
}
