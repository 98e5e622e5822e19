package net.tensamin.omega.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

class NoticeSpansTest {
    private static final UserId ALICE = new UserId(42);
    private static final long BOB = 7;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final AtomicLong millis = new AtomicLong(1_000);
    private final UserTraces traces = new UserTraces(0, millis::incrementAndGet);

    NoticeSpansTest() {
        traces.listen(new NoticeSpans(SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()
                .get("test")));
    }

    private void happens(Kind kind, long revision, String party) {
        traces.add(ALICE, kind, BOB, revision, party);
    }

    @Test
    void aNoticeAndItsPushesAreOneTrace() {
        happens(Kind.NOTICED, 0, "omikron 1");
        happens(Kind.PENDING, 3, "");
        happens(Kind.PUSHED, 3, "device 5f");
        happens(Kind.REPLAYED, 3, "device 6a");

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertEquals(
                List.of("notice", "push", "push"),
                spans.stream().map(SpanData::getName).toList());
        SpanData notice = spans.get(0);
        assertEquals("0000000000000000", notice.getParentSpanId());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1_001), notice.getStartEpochNanos());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1_002), notice.getEndEpochNanos());
        assertEquals("omikron 1", notice.getAttributes().get(AttributeKey.stringKey("omega.party")));
        for (SpanData push : spans.subList(1, 3)) {
            assertEquals(notice.getTraceId(), push.getTraceId());
            assertEquals(notice.getSpanId(), push.getParentSpanId());
            assertEquals(notice.getEndEpochNanos(), push.getStartEpochNanos());
        }
    }

    @Test
    void noticesOfABatchAreTracesOfTheirOwn() {
        happens(Kind.NOTICED, 0, "omikron 1");
        happens(Kind.NOTICED, 0, "omikron 2");
        happens(Kind.PENDING, 1, "");
        happens(Kind.PENDING, 2, "");
        happens(Kind.PUSHED, 2, "device 5f");
        happens(Kind.PUSHED, 1, "device 5f");

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertNotEquals(spans.get(0).getTraceId(), spans.get(1).getTraceId());
        assertEquals(spans.get(1).getTraceId(), spans.get(2).getTraceId());
        assertEquals(spans.get(0).getTraceId(), spans.get(3).getTraceId());
    }

    @Test
    void whatIsNoNoticeOfThisServerIsNoTrace() {
        happens(Kind.PENDING, 1, "");
        happens(Kind.PUSHED, 1, "device 5f");
        happens(Kind.SUPPRESSED, 0, "omikron 1");
        happens(Kind.CLEARED, 2, "");
        assertEquals(List.of(), exporter.getFinishedSpanItems());
    }

    @Test
    void whatNeverCommitsIsGivenUpAtABound() {
        LongStream.rangeClosed(1, NoticeSpans.MOST + 5)
                .forEach(user -> traces.add(new UserId(user), Kind.NOTICED, BOB, 0, ""));
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertEquals(5, spans.size());
        assertTrue(spans.stream().allMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR));
    }

    @Test
    void whatIsNotPushedIsForgottenAtABound() {
        for (long revision = 1; revision <= NoticeSpans.MOST + 1; revision++) {
            happens(Kind.NOTICED, 0, "");
            happens(Kind.PENDING, revision, "");
        }
        exporter.reset();
        happens(Kind.REPLAYED, 1, "device 5f");
        assertEquals(List.of(), exporter.getFinishedSpanItems());
        happens(Kind.REPLAYED, 2, "device 5f");
        assertEquals(1, exporter.getFinishedSpanItems().size());
    }
}
