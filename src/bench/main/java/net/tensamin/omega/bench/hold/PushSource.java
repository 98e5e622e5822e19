package net.tensamin.omega.bench.hold;

import java.io.IOException;

/** Makes the server push something to a client. For one thread. */
interface PushSource extends AutoCloseable {

    /** The request may wait for {@link #flush}. */
    void push(int client) throws IOException;

    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
