package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import net.tensamin.omega.guard.GuardedConnection.Reading;
import net.tensamin.omega.guard.RequestReader.Next;
import net.tensamin.omega.guard.Watch.Phase;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/** Stands between TLS and the server's parser of HTTP, which gets one whole request after the other. */
final class GuardFilter extends BaseFilter {
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(US_ASCII);
    private static final String ANSWERED = "org.glassfish.grizzly.http.HttpEvents$ResponseCompleteEvent";

    private final Door door;

    GuardFilter(Door door) {
        this.door = door;
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        return door.admit(context.getConnection()) ? context.getInvokeAction() : context.getStopAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        door.forget(context.getConnection()).ifPresent(door::leave);
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        GuardedConnection client = door.find(context.getConnection());
        if (client == null) {
            return context.getStopAction();
        }
        client.said();
        Phase phase = client.watch().phase();
        if (phase == Phase.OPEN) {
            return context.getInvokeAction();
        }
        ByteBuffer bytes = taken(context.getMessage());
        if (phase == Phase.FAREWELL) {
            return context.getStopAction();
        }
        NextAction later = context.getSuspendAction();
        return client.keeps(bytes, () -> stopUntilAnswered(client, context)) ? later : read(client, bytes, context);
    }

    /** What is kept is read on the thread of whoever reads next. */
    private Runnable stopUntilAnswered(GuardedConnection client, FilterChainContext context) {
        context.suspend();
        return () -> onAThread(client, context, () -> read(client, ByteBuffer.allocate(0), context));
    }

    private static ByteBuffer taken(Buffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        message.tryDispose();
        return ByteBuffer.wrap(bytes);
    }

    private NextAction read(GuardedConnection client, ByteBuffer bytes, FilterChainContext context) {
        try {
            Reading reading = client.read(bytes);
            if (reading.next() == Next.REQUEST) {
                return handOver(client, reading.rest(), context);
            }
            if (reading.next() == Next.ASK) {
                context.write(buffer(LastWord.CONTINUE, context));
            }
        } catch (MalformedRequestException e) {
            door.refused(client, e);
            context.write(buffer(LastWord.of(e.status()), context));
        }
        return context.getStopAction();
    }

    private NextAction handOver(GuardedConnection client, ByteBuffer rest, FilterChainContext context) {
        Request request = client.request();
        Optional<Turnstile> turnstile = request.isOfMonitoring()
                ? Optional.empty()
                : Optional.of(door.turnstiles().of(client.standing()));
        Buffer message = buffer(request.bytes(), context);
        Buffer more = buffer(rest, context);
        if (context.getConnection().canWrite()
                && turnstile.map(Turnstile::enter).orElse(true)) {
            client.entered(turnstile);
            context.setMessage(message);
            return context.getInvokeAction(more);
        }
        NextAction wait = context.getSuspendAction();
        context.suspend();
        Runnable resume = () -> resume(client, turnstile, message, more, context);
        whenItReads(
                client,
                context.getConnection(),
                () -> turnstile.ifPresentOrElse(each -> each.enter(client.source(), resume), resume));
        return wait;
    }

    private void resume(
            GuardedConnection client,
            Optional<Turnstile> turnstile,
            Buffer message,
            Buffer more,
            FilterChainContext context) {
        client.entered(turnstile);
        onAThread(client, context, () -> {
            context.setMessage(message);
            return context.getInvokeAction(more);
        });
    }

    private void onAThread(GuardedConnection client, FilterChainContext context, Supplier<NextAction> next) {
        try {
            context.getConnection().getTransport().getWorkerThreadPool().execute(() -> {
                context.resume(client.isOpen() ? next.get() : context.getStopAction());
                if (!client.isOpen()) {
                    door.leave(client);
                }
            });
        } catch (RejectedExecutionException e) { // the server stops, or has more to do than it can
            client.close();
            door.leave(client);
        }
    }

    private static void whenItReads(GuardedConnection client, Connection<?> connection, Runnable then) {
        connection.notifyCanWrite(new WriteHandler() {
            @Override
            public void onWritePossible() {
                then.run();
            }

            @Override
            public void onError(Throwable gone) {
                client.close();
            }
        });
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        GuardedConnection client = door.find(context.getConnection());
        if (client != null) {
            client.unsent().writes();
            if (client.isUpgrading() && context.getMessage() instanceof Buffer answer && isSwitching(answer)) {
                client.opened();
                door.leave(client);
            }
        }
        return context.getInvokeAction();
    }

    private static boolean isSwitching(Buffer answer) {
        if (answer.remaining() < SWITCHING.length) {
            return false;
        }
        for (int i = 0; i < SWITCHING.length; i++) {
            if (answer.get(answer.position() + i) != SWITCHING[i]) {
                return false;
            }
        }
        return true;
    }

    private static Buffer buffer(byte[] bytes, FilterChainContext context) {
        return Buffers.wrap(context.getMemoryManager(), bytes);
    }

    /** Null for nothing, as the chain has it. */
    private static Buffer buffer(ByteBuffer rest, FilterChainContext context) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes.length == 0 ? null : buffer(bytes, context);
    }

    /**
     * Learns above the server's parser when an answer is complete: the parser tells nobody below. The parser is told first,
     * as it would else count the request that comes next as the one that is complete, and end its connection as idle.
     */
    final class AfterAnswer extends BaseFilter {
        private final Filter parser;

        AfterAnswer(Filter parser) {
            this.parser = parser;
        }

        @Override
        public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
            if (!event.type().equals(ANSWERED)) {
                return context.getInvokeAction();
            }
            try {
                return parser.handleEvent(context, event);
            } finally {
                GuardedConnection client = door.find(context.getConnection());
                if (client != null) {
                    client.answered();
                    door.leave(client);
                }
            }
        }
    }
}
