package net.tensamin.omega.faults;

/** A line of a session, read without a parser: there may be a hundred thousand of them. */
record PushLine(String text) {
    private static final String SENDER = "\"sender_id\":\"";

    static PushLine of(String text) {
        return new PushLine(text);
    }

    boolean isPing() {
        return text.contains("\"type\":\"ping\"");
    }

    /** @throws AssertionError if it is no push */
    long sender() {
        int begin = text.indexOf(SENDER) + SENDER.length();
        if (!text.contains("\"type\":\"push_notification\"") || begin < SENDER.length()) {
            throw new AssertionError("no push: " + text);
        }
        return Long.parseLong(text.substring(begin, text.indexOf('"', begin)));
    }
}
