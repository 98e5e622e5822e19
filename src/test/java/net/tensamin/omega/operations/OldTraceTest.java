package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.testing.OldMessages;
import net.tensamin.omega.trace.TraceEvent;
import net.tensamin.omega.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

/** Questions for a user's trace, and their answers, between a node of the version before and one of this. */
class OldTraceTest {
    private static final UserId ALICE = new UserId(42);
    private static final NodeTrace TRACE = new NodeTrace("a:9188", 2, eventsOfEachOldKind());

    private final LossyCluster cluster = new LossyCluster(new Random(1));
    private final ClusterBus old;
    private final TraceSurvey survey;

    OldTraceTest() {
        cluster.bePrompt();
        old = cluster.join();
        survey = new TraceSurvey(cluster.join(), this::remembered, Duration.ofSeconds(30));
        survey.listen();
    }

    @Test
    void anOldQuestionIsAnsweredAsAnOldNodeAnswers() throws Exception {
        List<byte[]> heard = new ArrayList<>();
        old.listen(Subject.TRACE_ANSWER, (sender, content) -> heard.add(content));

        old.sendAll(Subject.TRACE_QUESTION, OldMessages.of("TRACE_QUESTION"));

        assertEquals(1, heard.size());
        assertArrayEquals(OldMessages.of("TRACE_ANSWER"), heard.get(0));
    }

    /** The order of the members is another; no node looks at that. */
    @Test
    void anOldNodeUnderstandsTheQuestionAndItsAnswerIsRead() throws Exception {
        byte[] question = OldMessages.of("TRACE_QUESTION");
        byte[] answer = OldMessages.of("TRACE_ANSWER");
        List<JsonObject> asked = new ArrayList<>();
        old.listen(Subject.TRACE_QUESTION, (sender, content) -> {
            asked.add(json(content));
            old.send(sender, Subject.TRACE_ANSWER, answer);
        });

        TraceSurvey.Findings found = survey.of(ALICE);

        assertEquals(List.of(json(question)), asked);
        assertEquals(List.of(TRACE), found.others());
        assertEquals(Set.of(), found.silent());
    }

    private NodeTrace remembered(UserId user) {
        assertEquals(ALICE, user);
        return TRACE;
    }

    private static List<TraceEvent> eventsOfEachOldKind() {
        return Stream.of(Kind.values())
                .limit(Kind.CLOSED.ordinal() + 1)
                .map(kind -> new TraceEvent(1_000 + kind.ordinal(), kind, 7, 8, "device 5f"))
                .toList();
    }

    private static JsonObject json(byte[] bytes) {
        return Json.createReader(new StringReader(new String(bytes, UTF_8))).readObject();
    }
}
