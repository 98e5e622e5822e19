package net.tensamin.omega.quic.tls;

import java.util.List;
import tech.kwik.agent15.NewSessionTicket;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.Extension;

/** Does something at the one moment when application keys can be had. */
record HandshakeListener(Runnable onFinished) implements TlsStatusEventHandler {
    @Override
    public void handshakeFinished() {
        onFinished.run();
    }

    @Override
    public void earlySecretsKnown() {}

    @Override
    public void handshakeSecretsKnown() {}

    @Override
    public void newSessionTicketReceived(NewSessionTicket ticket) {}

    @Override
    public void extensionsReceived(List<Extension> extensions) {}

    @Override
    public boolean isEarlyDataAccepted() {
        return false;
    }
}
