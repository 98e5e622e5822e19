package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.trace.TraceEvent;
import net.tensamin.omega.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

class TraceSurveyTest {
    private static final UserId ALICE = new UserId(Long.MAX_VALUE);
    private static final TraceEvent NOTICED = new TraceEvent(1_000, Kind.NOTICED, Long.MAX_VALUE - 1, 0, "omikron 1");
    private static final TraceEvent PUSHED = new TraceEvent(1_002, Kind.PUSHED, 7, Long.MAX_VALUE, "device 5f");

    private final LossyCluster cluster = new LossyCluster(new Random(1));
    private final Map<String, ClusterBus> buses = new HashMap<>();

    TraceSurveyTest() {
        cluster.bePrompt();
    }

    @Test
    void whatEachNodeRemembersComesTogether() {
        TraceSurvey one = survey("one", 1, NOTICED);
        survey("two", 2, PUSHED);
        survey("three", 0);

        TraceSurvey.Findings found = one.of(ALICE);

        assertEquals(new NodeTrace("one", 1, List.of(NOTICED)), found.own());
        assertEquals(
                Set.of(new NodeTrace("two", 2, List.of(PUSHED)), new NodeTrace("three", 0, List.of())),
                Set.copyOf(found.others()));
        assertEquals(Set.of(), found.silent());
    }

    @Test
    void aNodeThatIsAloneAsksNobody() {
        TraceSurvey.Findings found = survey("one", 1, NOTICED).of(ALICE);

        assertEquals(List.of(), found.others());
        assertEquals(Set.of(), found.silent());
    }

    /** It answers another question, then with something else, then not at all. */
    @Test
    void whoeverDoesNotAnswerThisQuestionIsNamedAndTheOthersCount() {
        TraceSurvey one = survey("one", 1, NOTICED);
        survey("two", 2, PUSHED);
        ClusterBus strange = cluster.join();
        strange.listen(Subject.TRACE_QUESTION, (sender, question) -> {
            String late = "{\"question\":999,\"node\":\"strange\",\"sessions\":1,\"events\":[]}";
            String later = "{\"question\":1,\"node\":\"strange\",\"sessions\":1,\"events\":[{\"at_ms\":1,"
                    + "\"kind\":\"EATEN\",\"sender\":1,\"revision\":1,\"party\":\"\"}]}";
            for (String answer : List.of("", "[]", "{}", late, later)) {
                strange.send(sender, Subject.TRACE_ANSWER, answer.getBytes(UTF_8));
            }
        });

        TraceSurvey.Findings found = one.of(ALICE);

        assertEquals(List.of(new NodeTrace("two", 2, List.of(PUSHED))), found.others());
        assertEquals(Set.of(strange.self()), found.silent());
    }

    @Test
    void aQuestionThatIsNoneIsNotAnsweredAndTheNextOneIs() {
        TraceSurvey one = survey("one", 1, NOTICED);
        survey("two", 2, PUSHED);
        for (String question : List.of("", "[]", "{\"question\":1}", "{\"question\":1,\"user_id\":0}")) {
            buses.get("one").sendAll(Subject.TRACE_QUESTION, question.getBytes(UTF_8));
        }

        assertEquals(1, one.of(ALICE).others().size());
    }

    private TraceSurvey survey(String node, int sessions, TraceEvent... events) {
        ClusterBus bus = cluster.join();
        buses.put(node, bus);
        TraceSurvey survey = new TraceSurvey(
                bus,
                user -> {
                    assertEquals(ALICE, user);
                    return new NodeTrace(node, sessions, List.of(events));
                },
                Duration.ofMillis(50));
        survey.listen();
        return survey;
    }
}
