package net.tensamin.omega.omikron;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import net.tensamin.omega.websocket.WebSocketConnection;

/** Ties a WebSocket to its link. The container makes one for each connection. */
public class OmikronUpgrade implements HttpUpgradeHandler {
    private OmikronLinks links;
    private Optional<ThreadFactory> waiting;
    private Runnable proven;
    private WebSocketConnection webSocket;

    /**
     * @param threads makes the threads that wait for what comes, where the container does not call reliably
     * @param identified is run when it is known whose link it is
     */
    void to(OmikronLinks those, Optional<ThreadFactory> threads, Runnable identified) {
        links = those;
        waiting = threads;
        proven = identified;
    }

    @Override
    public void init(WebConnection upgraded) {
        try {
            webSocket = WebSocketConnection.of(
                    upgraded,
                    waiting,
                    new WebSocketConnection.Bound(
                            OmikronConnection.BOUND,
                            Closing.READS_TOO_SLOWLY.code(),
                            Closing.READS_TOO_SLOWLY.reason()));
            webSocket.listen(links.opened(new SendingSocket(webSocket, proven)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroy() {
        webSocket.end();
    }

    private record SendingSocket(WebSocketConnection webSocket, Runnable proven) implements OmikronConnection.Socket {
        @Override
        public void send(List<String> frames) {
            webSocket.send(frames);
        }

        @Override
        public void close(Closing closing) {
            webSocket.close(closing.code(), closing.reason());
        }

        @Override
        public void identified() {
            proven.run();
        }

        @Override
        public boolean saidGoodbye() {
            return webSocket.saidGoodbye();
        }

        @Override
        public void end() {
            webSocket.end();
        }
    }
}
