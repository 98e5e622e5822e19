package net.tensamin.omega.quic.streams;

/**
 * Finds where one JSON object ends (RFC 8259), byte by byte as they come: by its structure, its strings and their escapes. Numbers, words and
 * escapes are not looked into: whoever reads the object does. Keeps nothing of it. Not thread-safe.
 */
final class ObjectScan {
    /** As deep as the bits of a word tell objects from arrays. */
    static final int DEEPEST = 64;

    private Expects expects = Expects.KEY_OR_END;
    private int depth;

    /** The lowest bit is the innermost: 1 for an object. */
    private long objects;

    private boolean key;

    /** What a byte makes of the object. */
    enum Step {
        GOES_ON,
        ENDS,
        /** Nothing that follows can make it an object any more. */
        BREAKS
    }

    private enum Expects {
        KEY_OR_END,
        KEY,
        COLON,
        VALUE,
        VALUE_OR_END,
        COMMA_OR_END,
        REST_OF_STRING,
        ESCAPED,
        REST_OF_WORD
    }

    /** The first byte of another. */
    Step begin(byte first) {
        depth = 0;
        return first == '{' ? open(true) : Step.BREAKS;
    }

    /** How many of the bytes are within a string, and need not be {@linkplain #take taken}: most of an object are. */
    int inString(byte[] bytes, int from, int to) {
        int at = from;
        if (expects == Expects.REST_OF_STRING) {
            while (at < to && bytes[at] != '"' && bytes[at] != '\\' && !isControl(bytes[at])) {
                at++;
            }
        }
        return at - from;
    }

    Step take(byte next) {
        switch (expects) {
            case REST_OF_STRING:
                return string(next);
            case ESCAPED:
                expects = Expects.REST_OF_STRING;
                return isControl(next) ? Step.BREAKS : Step.GOES_ON;
            case REST_OF_WORD:
                if (isOfWord(next)) {
                    return Step.GOES_ON;
                }
                expects = Expects.COMMA_OR_END;
                return structure(next);
            default:
                return structure(next);
        }
    }

    private Step string(byte next) {
        if (next == '"') {
            expects = key ? Expects.COLON : Expects.COMMA_OR_END;
        } else if (next == '\\') {
            expects = Expects.ESCAPED;
        } else if (isControl(next)) {
            return Step.BREAKS;
        }
        return Step.GOES_ON;
    }

    private Step structure(byte next) {
        if (isBlank(next)) {
            return Step.GOES_ON;
        }
        return switch (next) {
            case '"' -> mayBeKey() ? beginString(true) : mayBeValue() ? beginString(false) : Step.BREAKS;
            case '{', '[' -> mayBeValue() ? open(next == '{') : Step.BREAKS;
            case '}', ']' -> mayEnd(next == '}') ? close() : Step.BREAKS;
            case ':' -> expects == Expects.COLON ? expect(Expects.VALUE) : Step.BREAKS;
            case ',' ->
                expects == Expects.COMMA_OR_END ? expect(inObject() ? Expects.KEY : Expects.VALUE) : Step.BREAKS;
            default -> mayBeValue() && isOfWord(next) ? expect(Expects.REST_OF_WORD) : Step.BREAKS;
        };
    }

    private Step expect(Expects following) {
        expects = following;
        return Step.GOES_ON;
    }

    private Step beginString(boolean isKey) {
        key = isKey;
        return expect(Expects.REST_OF_STRING);
    }

    private Step open(boolean object) {
        if (depth == DEEPEST) {
            return Step.BREAKS;
        }
        depth++;
        objects = objects << 1 | (object ? 1 : 0);
        return expect(object ? Expects.KEY_OR_END : Expects.VALUE_OR_END);
    }

    private Step close() {
        depth--;
        objects >>>= 1;
        expects = Expects.COMMA_OR_END;
        return depth == 0 ? Step.ENDS : Step.GOES_ON;
    }

    private boolean inObject() {
        return (objects & 1) == 1;
    }

    private boolean mayBeKey() {
        return expects == Expects.KEY || expects == Expects.KEY_OR_END;
    }

    private boolean mayBeValue() {
        return expects == Expects.VALUE || expects == Expects.VALUE_OR_END;
    }

    private boolean mayEnd(boolean object) {
        return inObject() == object
                && (expects == Expects.COMMA_OR_END || expects == (object ? Expects.KEY_OR_END : Expects.VALUE_OR_END));
    }

    /** Blanks of JSON. */
    static boolean isBlank(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }

    private static boolean isControl(byte each) {
        return each >= 0 && each < ' ';
    }

    /** Of a number, or of true, false and null. */
    private static boolean isOfWord(byte each) {
        return each >= '0' && each <= '9'
                || each >= 'a' && each <= 'z'
                || each == '-'
                || each == '+'
                || each == '.'
                || each == 'E';
    }
}
