package net.tensamin.omega.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why the program ended, for scripts; every command's help lists them, and src/site/clients.md. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAULT = 1;
    public static final int USAGE = 2;
    public static final int NO_ANSWER = 3;
    public static final int REFUSED = 4;
    public static final int ERROR_REPLY = 5;
    public static final int ENDED = 6;
    public static final int ENDED_FOR_GOOD = 7;

    private static final String[] MEANINGS = {
        "done",
        "a fault of this program",
        "wrong arguments, or a file that cannot be used",
        "no answer from Omega",
        "the handshake was refused, by Omega or by us; the TLS alert is printed",
        "Omega answered with an error",
        "the connection ended; connecting again makes sense",
        "the connection ended; connecting again does not help until somebody acts"
    };

    private ExitCode() {}

    /** Each code with what it means, in order. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (int code = 0; code < MEANINGS.length; code++) {
            meanings.put(Integer.toString(code), MEANINGS[code]);
        }
        return meanings;
    }
}
