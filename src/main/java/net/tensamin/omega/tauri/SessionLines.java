package net.tensamin.omega.tauri;

import java.util.Optional;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.LineStream;

/** What arrives on a session's connection: each request is answered by a {@link TauriExchange}. Nothing blocks. */
final class SessionLines implements Acceptor.Lines {
    private final TauriSession session;
    private final TokenBucket messages;

    SessionLines(TauriSession session) {
        this.session = session;
        this.messages = session.surroundings().limits().messages();
    }

    @Override
    public void line(LineStream stream, byte[] utf8) {
        if (session.ended() || !speaksTolerably()) {
            return;
        }
        TauriRequest request = TauriCodec.read(utf8);
        TauriExchange exchange = new TauriExchange(session, stream, request.id());
        try {
            request.message().accept(exchange);
        } catch (RuntimeException e) {
            exchange.failed(e);
        }
    }

    private boolean speaksTolerably() {
        if (messages.take() == 0) {
            return true;
        }
        session.surroundings().limits().talking(session.device());
        session.close(SessionEnding.TOO_MANY_MESSAGES);
        return false;
    }

    @Override
    public void lineTooLong(LineStream stream) {
        session.close(SessionEnding.LINE_TOO_LONG);
    }

    @Override
    public boolean keepsOpen(LineStream stream) {
        return boundTo(stream).isPresent();
    }

    @Override
    public void writable(LineStream stream) {
        boundTo(stream).ifPresent(bound -> bound.delivery().writable());
    }

    private Optional<Binding> boundTo(LineStream stream) {
        return session.binding().filter(bound -> bound.speaksOn(stream));
    }

    @Override
    public void stopped(LineStream stream) {
        session.stopped(stream);
    }

    @Override
    public void certificateEnded() {
        session.close(SessionEnding.CERTIFICATE_ENDED);
    }

    @Override
    public void sent(long nanos) {
        session.surroundings().journal().pushed(nanos);
    }

    @Override
    public void closed() {
        session.leftByClient();
    }
}
