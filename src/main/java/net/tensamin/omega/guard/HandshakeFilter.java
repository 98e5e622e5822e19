package net.tensamin.omega.guard;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import net.tensamin.omega.guard.Watch.Phase;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;

/** The server's filter of TLS, for which clients {@linkplain HandshakeTurns take turns} until they have shaken hands. */
final class HandshakeFilter implements Filter {
    private final Filter tls;
    private final Door door;
    private final HandshakeTurns turns;

    HandshakeFilter(Filter tls, Door door, HandshakeTurns turns) {
        this.tls = tls;
        this.door = door;
        this.turns = turns;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        GuardedConnection client = door.find(context.getConnection());
        if (client == null || client.watch().phase() != Phase.HANDSHAKE) {
            return tls.handleRead(context);
        }
        if (client.turn().take() || turns.enter()) {
            return work(client, context);
        }
        NextAction wait = context.getSuspendAction();
        context.suspend();
        turns.await(door.line(client), client.source(), () -> resume(client, context));
        return wait;
    }

    private NextAction work(GuardedConnection client, FilterChainContext context) throws IOException {
        try {
            client.turn().begin();
            return tls.handleRead(context);
        } finally {
            turns.leave();
        }
    }

    /** Calls {@link #handleRead} once more, on a thread that may work. */
    private void resume(GuardedConnection client, FilterChainContext context) {
        try {
            context.getConnection().getTransport().getWorkerThreadPool().execute(() -> {
                if (client.isOpen()) {
                    client.turn().give();
                    context.resume();
                } else {
                    turns.leave();
                    context.resume(context.getStopAction());
                }
            });
        } catch (RejectedExecutionException e) { // the server stops, or has more to do than it can
            client.close();
            turns.leave();
        }
    }

    @Override
    public void onAdded(FilterChain chain) {
        tls.onAdded(chain);
    }

    @Override
    public void onRemoved(FilterChain chain) {
        tls.onRemoved(chain);
    }

    @Override
    public void onFilterChainChanged(FilterChain chain) {
        tls.onFilterChainChanged(chain);
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
        return tls.handleWrite(context);
    }

    @Override
    public NextAction handleConnect(FilterChainContext context) throws IOException {
        return tls.handleConnect(context);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        return tls.handleAccept(context);
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        return tls.handleEvent(context, event);
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        return tls.handleClose(context);
    }

    @Override
    public void exceptionOccurred(FilterChainContext context, Throwable error) {
        tls.exceptionOccurred(context, error);
    }
}
