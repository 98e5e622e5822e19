package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Reads whole requests off a connection: what is handed on is complete, of known length, and as RFC 9112 has it, so
 * nobody has to wait for its body. A body that nobody reads is discarded here. Not thread-safe.
 */
final class RequestReader {
    static final int LARGEST_HEAD = 8 * 1024;

    /** How much of a body that is not read is waited for. */
    static final int MOST_DISCARDED = 64 * 1024;

    /** An empty line before a request is what some clients end a body with (RFC 9112 §2.2). */
    private static final int ONE_LINE = 2;

    private static final int MOST_BLANK = 8 * ONE_LINE;
    private static final String END = "\r\n\r\n";

    private final BodyRule.Rules rules;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int blank;
    private byte last;
    private int matched;
    private RequestHead head;
    private BodyRule rule;
    private ChunkedBody chunks;
    private long left;
    private long ofBody;

    RequestReader(BodyRule.Rules rules) {
        this.rules = rules;
    }

    /** What is to be done after some bytes were read. */
    enum Next {
        /** More has to come. */
        MORE,
        /** The client is to be told that it may send the body; then more comes. */
        ASK,
        /** {@link #request} is complete. */
        REQUEST
    }

    /** Whether a request has begun and is not complete. */
    boolean isInside() {
        return head != null || bytes.size() > 0 || blank > ONE_LINE;
    }

    boolean isInBody() {
        return head != null;
    }

    /** Bytes that are kept. */
    int kept() {
        return bytes.size();
    }

    /** The status for a client that takes too long. */
    int late() {
        return rule == null || rule.refusal() == 0 ? 408 : rule.refusal();
    }

    /** Reads on; what follows a request is left. */
    Next read(ByteBuffer in) throws MalformedRequestException {
        if (head == null) {
            if (!readHead(in)) {
                return Next.MORE;
            }
            if (head.bodyLength() == 0) {
                return Next.REQUEST;
            }
            beginBody();
            if (rule.isRead() && head.expectsToBeAsked() && !in.hasRemaining()) {
                return Next.ASK;
            }
        }
        return readBody(in) ? Next.REQUEST : Next.MORE;
    }

    private boolean readHead(ByteBuffer in) throws MalformedRequestException {
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (bytes.size() == 0 && (octet == '\r' || octet == '\n')) {
                skip();
                continue;
            }
            bytes.write(octet);
            if (octet == '\n' && last != '\r') {
                throw MalformedRequestException.bad("a line that ends in LF alone");
            }
            if (last == '\r' && octet != '\n') {
                throw MalformedRequestException.bad("a CR inside a line");
            }
            last = octet;
            matched = octet == END.charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
            if (matched == END.length()) {
                String text = bytes.toString(ISO_8859_1);
                head = RequestHead.parse(text.substring(0, text.length() - END.length()));
                bytes = new ByteArrayOutputStream(0);
                return true;
            }
            if (bytes.size() == LARGEST_HEAD) {
                throw MalformedRequestException.bad("a head that is too large");
            }
        }
        return false;
    }

    private void skip() throws MalformedRequestException {
        blank++;
        if (blank > MOST_BLANK) {
            throw MalformedRequestException.bad("empty lines instead of a request");
        }
    }

    private void beginBody() throws MalformedRequestException {
        rule = rules.of(head);
        left = head.bodyLength();
        if (!rule.isRead() && head.expectsToBeAsked()) {
            throw new MalformedRequestException(rule.refusal() == 0 ? 417 : rule.refusal(), "a body that is not read");
        }
        if (left > most()) {
            throw new MalformedRequestException(rule.tooLong(), "a body that is too long");
        }
        chunks = left == RequestHead.CHUNKED ? new ChunkedBody(most()) : null;
    }

    private int most() {
        return rule.isRead() ? rule.most() : MOST_DISCARDED;
    }

    private boolean readBody(ByteBuffer in) throws MalformedRequestException {
        if (chunks != null) {
            return chunks.read(in, this::add);
        }
        int length = (int) Math.min(left, in.remaining());
        add(in.slice(in.position(), length));
        in.position(in.position() + length);
        left -= length;
        return left == 0;
    }

    private void add(ByteBuffer part) throws MalformedRequestException {
        ofBody += part.remaining();
        if (ofBody > most()) {
            throw new MalformedRequestException(rule.tooLong(), "a body that is too long");
        }
        if (rule.isRead()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }
    }

    /** The request that is complete; the next one begins. */
    Request request() {
        Request request = new Request(head, written(), bytes.toByteArray());
        head = null;
        rule = null;
        chunks = null;
        ofBody = 0;
        blank = 0;
        matched = 0;
        last = 0;
        bytes = new ByteArrayOutputStream(0);
        return request;
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        text.append(head.method())
                .append(' ')
                .append(head.target())
                .append(" HTTP/1.")
                .append(head.minor());
        text.append("\r\n");
        head.fields().stream().filter(field -> !Request.isOfFraming(field)).forEach(field -> text.append(field)
                .append("\r\n"));
        if (bytes.size() > 0) {
            text.append("Content-Length: ").append(bytes.size()).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
