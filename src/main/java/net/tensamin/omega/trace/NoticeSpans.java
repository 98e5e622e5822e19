package net.tensamin.omega.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;

/**
 * A trace for each notice, from its coming to its writes to devices: a span {@code notice} until the commit, and below it a span
 * {@code push} for each device from the commit on. Notices of one sender to one user commit in their order, which is how a
 * commit finds its notice. Bounded: what does not commit, or is not pushed, is let go of when too much comes after it.
 * Thread-safe.
 */
final class NoticeSpans implements UserTraces.Listener {
    static final int MOST = 10_000;

    private final Tracer tracer;
    private final Map<Pair, Queue<Span>> uncommitted = new LinkedHashMap<>();
    private final Map<Change, Committed> committed = new LinkedHashMap<>();
    private int open;

    private record Pair(UserId user, long sender) {}

    private record Change(UserId user, long revision) {}

    private record Committed(Span notice, long atMillis) {}

    NoticeSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** With the server's OpenTelemetry. @throws LinkageError if it has none */
    static NoticeSpans ofServer() {
        return new NoticeSpans(CDI.current().select(OpenTelemetry.class).get().getTracer("net.tensamin.omega"));
    }

    @Override
    public synchronized void event(UserId user, TraceEvent event) {
        switch (event.kind()) {
            case NOTICED, LATE -> begin(user, event);
            case PENDING -> commit(user, event);
            case PUSHED, REPLAYED -> push(user, event);
            default -> {
                // no part of a notice's way
            }
        }
    }

    private void begin(UserId user, TraceEvent event) {
        Span notice = builder("notice", user, event)
                .setNoParent()
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        uncommitted
                .computeIfAbsent(new Pair(user, event.sender()), any -> new ArrayDeque<>())
                .add(notice);
        open++;
        if (open > MOST) {
            giveUpOldest();
        }
    }

    private void giveUpOldest() {
        Iterator<Queue<Span>> oldest = uncommitted.values().iterator();
        Queue<Span> ofPair = oldest.next();
        open -= ofPair.size();
        oldest.remove();
        ofPair.forEach(
                span -> span.setStatus(StatusCode.ERROR, "no commit was seen").end());
    }

    private void commit(UserId user, TraceEvent event) {
        Pair pair = new Pair(user, event.sender());
        Queue<Span> ofPair = uncommitted.get(pair);
        if (ofPair == null) {
            return; // of another server, or let go of
        }
        Span notice = ofPair.remove();
        open--;
        if (ofPair.isEmpty()) {
            uncommitted.remove(pair);
        }
        notice.setAttribute("omega.revision", event.revision()).end(event.atMillis(), TimeUnit.MILLISECONDS);
        committed.put(new Change(user, event.revision()), new Committed(notice, event.atMillis()));
        if (committed.size() > MOST) {
            Iterator<Change> oldest = committed.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void push(UserId user, TraceEvent event) {
        Committed change = committed.get(new Change(user, event.revision()));
        if (change != null) {
            builder("push", user, event)
                    .setParent(Context.root().with(change.notice()))
                    .setSpanKind(SpanKind.PRODUCER)
                    .setStartTimestamp(change.atMillis(), TimeUnit.MILLISECONDS)
                    .setAttribute("omega.replayed", event.kind() == TraceEvent.Kind.REPLAYED)
                    .startSpan()
                    .end(event.atMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private SpanBuilder builder(String name, UserId user, TraceEvent event) {
        return tracer.spanBuilder(name)
                .setStartTimestamp(event.atMillis(), TimeUnit.MILLISECONDS)
                .setAttribute("omega.user", user.value())
                .setAttribute("omega.sender", event.sender())
                .setAttribute("omega.party", event.party());
    }
}
