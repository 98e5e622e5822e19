package net.tensamin.omega.guard;

import java.nio.ByteBuffer;

/**
 * Reads chunks (RFC 9112 §7.1), strictly: a line ends in CRLF. Extensions and trailers are skipped. What a client
 * writes around its bytes is bounded, too.
 */
final class ChunkedBody {
    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_TRAILER = 8 * 1024;
    private static final int LONGEST_SIZE = 8; // hexadecimal digits
    private static final int AROUND_EACH_BYTE = 8; // a chunk of one byte is 6, and not every client counts well

    private enum Part {
        SIZE,
        EXTENSION,
        END_OF_SIZE,
        DATA,
        CR_AFTER_DATA,
        END_OF_DATA,
        TRAILER,
        END_OF_TRAILER_LINE,
        DONE
    }

    private final long mostAround;
    private Part part = Part.SIZE;
    private long size;
    private int digits;
    private int line;
    private long around;
    private int trailer;

    /** @param most bytes that the body may have */
    ChunkedBody(long most) {
        this.mostAround = LONGEST_TRAILER + AROUND_EACH_BYTE * most;
    }

    /** Takes the bytes of the next chunk. */
    interface Content {
        void add(ByteBuffer bytes) throws MalformedRequestException;
    }

    /** @return whether it is complete; what follows it is left */
    boolean read(ByteBuffer in, Content content) throws MalformedRequestException {
        while (in.hasRemaining() && part != Part.DONE) {
            if (part == Part.DATA) {
                data(in, content);
            } else {
                read(in.get());
            }
        }
        return part == Part.DONE;
    }

    private void data(ByteBuffer in, Content content) throws MalformedRequestException {
        int length = (int) Math.min(size, in.remaining());
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        content.add(bytes);
        size -= length;
        if (size == 0) {
            part = Part.CR_AFTER_DATA;
        }
    }

    private void read(byte octet) throws MalformedRequestException {
        if (++around > mostAround) {
            throw new MalformedRequestException(413, "more around a body than in it");
        }
        switch (part) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case END_OF_SIZE -> endOfSize(octet);
            case CR_AFTER_DATA -> expect(octet, '\r', Part.END_OF_DATA);
            case END_OF_DATA -> {
                expect(octet, '\n', Part.SIZE);
                begin();
            }
            case TRAILER -> trailer(octet);
            default -> endOfTrailerLine(octet);
        }
    }

    private void begin() {
        size = 0;
        digits = 0;
        line = 0;
    }

    private void size(byte octet) throws MalformedRequestException {
        int digit = Character.digit(octet, 16);
        if (digit >= 0 && digits < LONGEST_SIZE) {
            size = size << 4 | digit;
            digits++;
        } else if (digits > 0 && octet == ';') {
            part = Part.EXTENSION;
        } else if (digits > 0 && octet == '\r') {
            part = Part.END_OF_SIZE;
        } else {
            throw MalformedRequestException.bad("not the size of a chunk");
        }
    }

    private void extension(byte octet) throws MalformedRequestException {
        if (octet == '\n' || ++line > LONGEST_LINE) {
            throw MalformedRequestException.bad("not an extension of a chunk");
        }
        if (octet == '\r') {
            part = Part.END_OF_SIZE;
        }
    }

    private void endOfSize(byte octet) throws MalformedRequestException {
        expect(octet, '\n', size == 0 ? Part.TRAILER : Part.DATA);
        line = 0;
    }

    private void trailer(byte octet) throws MalformedRequestException {
        if (octet == '\r') {
            part = Part.END_OF_TRAILER_LINE;
        } else if (octet == '\n' || ++trailer > LONGEST_TRAILER) {
            throw MalformedRequestException.bad("not a trailer");
        } else {
            line++;
        }
    }

    private void endOfTrailerLine(byte octet) throws MalformedRequestException {
        expect(octet, '\n', line == 0 ? Part.DONE : Part.TRAILER);
        line = 0;
    }

    private void expect(byte octet, char expected, Part next) throws MalformedRequestException {
        if (octet != expected) {
            throw MalformedRequestException.bad("a line of chunks that does not end as it must");
        }
        part = next;
    }
}
