package net.tensamin.omega.quic.streams;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** SPEC §2 once more, of a stream that is there as a whole, by descent and with nothing kept from byte to byte. */
final class ReferenceSplitter {
    static final String TOO_LONG = "too long";

    private final byte[] stream;
    private final int limit;
    private final List<String> messages = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int at;

    private ReferenceSplitter(byte[] stream, int limit) {
        this.stream = stream;
        this.limit = limit;
    }

    static ReferenceSplitter of(byte[] stream, int limit) {
        ReferenceSplitter splitter = new ReferenceSplitter(stream, limit);
        try {
            if (stream.length > 0 && stream[0] == 0) {
                splitter.lengths();
            } else {
                splitter.text();
            }
        } catch (Longer e) {
            splitter.messages.add(TOO_LONG);
        } catch (Unfinished e) {
            // what has not ended is no message
        }
        return splitter;
    }

    /** In their order, what is none too; at last {@link #TOO_LONG}, if something is. */
    List<String> messages() {
        return messages;
    }

    /** Those of them that are no objects. */
    List<String> broken() {
        return broken;
    }

    private void lengths() {
        while (stream.length - at >= 4) {
            long length = 0;
            for (int i = 0; i < 4; i++) {
                length = length * 256 + (stream[at++] & 0xff);
            }
            if (length > limit) {
                throw new Longer();
            }
            if (stream.length - at < length) {
                throw new Unfinished();
            }
            at += (int) length;
            if (length > 0) {
                messages.add(text(at - (int) length, at));
            }
        }
    }

    private void text() {
        for (blanks(); at < stream.length; blanks()) {
            int begin = at;
            try {
                object(1);
                fit(at - begin);
                messages.add(text(begin, at));
            } catch (Broken e) {
                brokenLine(begin);
            } catch (Unfinished e) {
                fit(stream.length - begin);
                throw e;
            }
        }
    }

    /** From the byte that breaks it on, which may be the LF. */
    private void brokenLine(int begin) {
        int end = at;
        while (end < stream.length && stream[end] != '\n') {
            end++;
        }
        fit(end - begin);
        messages.add(text(begin, end));
        broken.add(text(begin, end));
        at = end + 1;
    }

    private void fit(int length) {
        if (length > limit) {
            throw new Longer();
        }
    }

    private void object(int depth) {
        enter('{', depth);
        blanks();
        if (!skipped('}')) {
            do {
                blanks();
                string();
                blanks();
                demand(':');
                value(depth);
                blanks();
            } while (skipped(','));
            demand('}');
        }
    }

    private void array(int depth) {
        enter('[', depth);
        blanks();
        if (!skipped(']')) {
            do {
                value(depth);
                blanks();
            } while (skipped(','));
            demand(']');
        }
    }

    private void enter(char opening, int depth) {
        if (depth > 64) {
            throw new Broken();
        }
        demand(opening);
    }

    private void value(int depth) {
        blanks();
        switch (next()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            default -> word();
        }
    }

    private void word() {
        if (!ofWord(next())) {
            throw new Broken();
        }
        while (ofWord(next())) {
            at++;
        }
    }

    private static boolean ofWord(byte each) {
        return Character.toString(each & 0xff).matches("[-+.0-9a-zE]");
    }

    private void string() {
        demand('"');
        while (next() != '"') {
            if (next() == '\\') {
                at++;
            }
            if (next() >= 0 && next() < 0x20) {
                throw new Broken();
            }
            at++;
        }
        at++;
    }

    private void demand(char each) {
        if (!skipped(each)) {
            throw new Broken();
        }
    }

    private boolean skipped(char each) {
        boolean there = next() == each;
        at += there ? 1 : 0;
        return there;
    }

    private byte next() {
        if (at >= stream.length) {
            throw new Unfinished();
        }
        return stream[at];
    }

    private void blanks() {
        while (at < stream.length && " \t\r\n".indexOf(stream[at]) >= 0) {
            at++;
        }
    }

    private String text(int from, int to) {
        return new String(stream, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static class Longer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
