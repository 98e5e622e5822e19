package net.tensamin.omega.bench.hold;

import java.util.concurrent.CompletableFuture;

/** Clients of one kind. They tell {@link Arrivals} of each push. */
interface Fleet extends AutoCloseable {

    /** Connects a client with its certificate; completes when the server has taken it for the user of that certificate. */
    CompletableFuture<Session> connect(int client);

    @Override
    void close();

    interface Session {
        boolean isOpen();

        /** Completes when the client has sent its farewell. */
        CompletableFuture<Void> end();
    }
}
