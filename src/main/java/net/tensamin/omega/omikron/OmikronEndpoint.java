package net.tensamin.omega.omikron;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where Omikrons connect (SPEC §5). The container makes one for each connection. */
@ServerEndpoint("/ws/omikron")
public class OmikronEndpoint {
    private static final Logger LOG = System.getLogger(OmikronEndpoint.class.getName());

    /** In characters, and enough for a sync of 50,000 ids of 19 digits. A longer frame ends the link, with code 1009. */
    private static final int LONGEST_FRAME = 1 << 20;

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    @Inject
    OmikronLinks links;

    private OmikronConnection connection;

    @OnOpen
    public void open(Session session) {
        session.getAsyncRemote().setSendTimeout(SEND_TIMEOUT.toMillis());
        connection = links.opened(new SessionSocket(session));
    }

    @OnMessage(maxMessageSize = LONGEST_FRAME)
    public void text(String frame) {
        connection.received(frame);
    }

    @OnMessage(maxMessageSize = LONGEST_FRAME)
    public void binary(byte[] frame) {
        connection.close(Closing.TEXT_ONLY);
    }

    @OnClose
    public void closed() {
        if (connection != null) {
            links.ended(connection);
        }
    }

    /** Whatever it was, this link is of no use any more. */
    @OnError
    public void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "An Omikron's socket failed", failure);
        if (connection != null) {
            connection.close(Closing.INTERNAL_ERROR);
        }
    }

    private record SessionSocket(Session session) implements LinkOutbox.Socket {
        @Override
        public void send(List<String> frames, Runnable left) {
            AtomicInteger onTheirWay = new AtomicInteger(frames.size());
            SendHandler oneLeft = result -> {
                if (onTheirWay.decrementAndGet() == 0) {
                    left.run();
                }
            };
            for (String frame : frames) {
                try {
                    session.getAsyncRemote().sendText(frame, oneLeft);
                } catch (IllegalStateException ended) {
                    oneLeft.onResult(new SendResult(ended));
                }
            }
        }

        @Override
        public void close(Closing closing) {
            try {
                session.close(new CloseReason(CloseCodes.getCloseCode(closing.code()), closing.reason()));
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "An Omikron's socket was gone before it was closed", e);
            }
        }
    }
}
