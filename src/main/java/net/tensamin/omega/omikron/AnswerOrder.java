package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * Sends the answers of one link's requests in the order of the requests, whichever is ready first, by the thread that made
 * the first of them ready. Only what waits for a locked mailbox is overtaken, and answered when it is ready. Thread-safe.
 */
final class AnswerOrder {
    private static final Logger LOG = System.getLogger(AnswerOrder.class.getName());

    private record Open(String id, CompletableFuture<Optional<OmikronReply>> answer, Runnable answered) {
        boolean isOvertaken() {
            return answer instanceof OvertakableAnswer late && late.overtaken().isDone();
        }

        Optional<String> frame() {
            return answer.exceptionally(AnswerOrder::failed).join().map(reply -> reply.frame(id));
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private final Queue<Open> late = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Wire wire;

    AnswerOrder(Wire wire) {
        this.wire = wire;
    }

    /**
     * Begins a request. Requests begin one at a time.
     *
     * @param answered is run once the answer was sent, or there is none
     */
    void add(String id, Supplier<CompletableFuture<Optional<OmikronReply>>> begin, Runnable answered) {
        CompletableFuture<Optional<OmikronReply>> answer = begun(begin);
        Open request = new Open(id, answer, answered);
        synchronized (open) {
            open.addLast(request);
        }
        answer.whenComplete((reply, failure) -> send());
        if (answer instanceof OvertakableAnswer overtakable) {
            overtakable.overtaken().thenRun(this::send);
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

    /** One thread at a time; one that comes meanwhile has it look again. */
    private void send() {
        int seen = calls.incrementAndGet();
        if (seen > 1) {
            return;
        }
        while (seen != 0) {
            sendReady();
            seen = calls.addAndGet(-seen);
        }
    }

    /**
     * A link whose answers were lost would wait for them, and others for the link: it is closed, so that its Omikron
     * asks again.
     */
    private void sendReady() {
        try {
            send(ready());
        } catch (RuntimeException | Error e) { // an Error may come and go, as one for want of memory does
            OutOfMemory.endIf(e);
            LOG.log(Level.ERROR, "Answers of a link were lost, closing", e);
            wire.close(Closing.INTERNAL_ERROR);
        }
    }

    private List<Open> ready() {
        List<Open> ready = new ArrayList<>();
        synchronized (open) {
            while (!open.isEmpty()
                    && (open.getFirst().answer().isDone() || open.getFirst().isOvertaken())) {
                Open first = open.removeFirst();
                if (first.answer().isDone()) {
                    ready.add(first);
                } else {
                    leaveOrder(first);
                }
            }
        }
        for (Open each = late.poll(); each != null; each = late.poll()) {
            ready.add(each);
        }
        return ready;
    }

    private void leaveOrder(Open overtaken) {
        overtaken.answer().whenComplete((reply, failure) -> {
            late.add(overtaken);
            send();
        });
    }

    private void send(List<Open> ready) {
        List<String> frames = new ArrayList<>(ready.size());
        ready.forEach(request -> request.frame().ifPresent(frames::add));
        if (!frames.isEmpty()) {
            wire.send(frames);
        }
        ready.forEach(request -> request.answered().run());
    }

    private static Optional<OmikronReply> failed(Throwable failure) {
        LOG.log(Level.WARNING, "A request of an Omikron was not handled", failure);
        return Optional.of(OmikronReply.error(OmikronError.ERROR_INTERNAL));
    }
}
