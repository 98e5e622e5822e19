package net.tensamin.omega.quic.server;

import java.lang.System.Logger.Level;
import tech.kwik.core.log.NullLogger;

/** Kwik's complaints, at DEBUG: any client can provoke most of them. */
final class KwikLog extends NullLogger {
    private static final System.Logger LOG = System.getLogger("net.tensamin.omega.quic.kwik");

    @Override
    public void warn(String message) {
        LOG.log(Level.DEBUG, message);
    }

    @Override
    public void error(String message) {
        LOG.log(Level.DEBUG, message);
    }

    @Override
    public void error(String message, Throwable error) {
        LOG.log(Level.DEBUG, message, error);
    }
}
