package net.tensamin.omega.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with 413 when more bytes come than it may have, as one whose length nobody announced can. */
final class BoundedBody extends FilterInputStream {
    private long left;

    BoundedBody(InputStream body, int most) {
        super(body);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        int read = super.read(octets, from, (int) Math.min(length, left + 1));
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long octets) throws IOException {
        long skipped = super.skip(Math.min(octets, left + 1));
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long octets) {
        left -= octets;
        if (left < 0) {
            throw new WebApplicationException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
    }
}
