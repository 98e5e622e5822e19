package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Sends the answers of one link's requests in the order of the requests, whichever is ready first. Not thread-safe. */
final class AnswerOrder {
    private static final Logger LOG = System.getLogger(AnswerOrder.class.getName());

    private record Open(String id, CompletableFuture<Optional<OmikronReply>> answer, Runnable answered) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Wire wire;
    private final Executor turn;

    /** @param turn runs what touches this object */
    AnswerOrder(Wire wire, Executor turn) {
        this.wire = wire;
        this.turn = turn;
    }

    /**
     * Begins a request.
     *
     * @param answered is run once the answer was sent, or there is none
     */
    void add(String id, Supplier<CompletableFuture<Optional<OmikronReply>>> request, Runnable answered) {
        CompletableFuture<Optional<OmikronReply>> answer = begun(request);
        open.addLast(new Open(id, answer, answered));
        if (answer.isDone()) {
            send();
        } else {
            answer.whenComplete((reply, failure) -> plan());
        }
    }

    private static CompletableFuture<Optional<OmikronReply>> begun(
            Supplier<CompletableFuture<Optional<OmikronReply>>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One turn sends all that is ready. */
    private void plan() {
        if (planned.compareAndSet(false, true)) {
            turn.execute(() -> {
                planned.set(false);
                send();
            });
        }
    }

    private void send() {
        while (!open.isEmpty() && open.getFirst().answer().isDone()) {
            Open next = open.removeFirst();
            next.answer()
                    .exceptionally(AnswerOrder::failed)
                    .join()
                    .ifPresent(reply -> wire.send(reply.frame(next.id())));
            next.answered().run();
        }
    }

    private static Optional<OmikronReply> failed(Throwable failure) {
        LOG.log(Level.WARNING, "A request of an Omikron was not handled", failure);
        return Optional.of(OmikronReply.error(OmikronError.ERROR_INTERNAL));
    }
}
