package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import net.tensamin.omega.cluster.Subject;
import org.junit.jupiter.api.Test;

class NodeBoardTest {
    private static final NodeStatus ONE = new NodeStatus("one:9188", Duration.ofSeconds(9), "serving", 3, 1);
    private static final NodeStatus TWO = new NodeStatus("two:9188", Duration.ofDays(40), "draining", 20_000, 0);

    private final LossyCluster cluster = new LossyCluster(new Random(1));
    private final ClusterBus here = cluster.join();
    private final ClusterBus there = cluster.join();
    private final NodeBoard board = new NodeBoard(here, () -> ONE);
    private final List<byte[]> heard = new ArrayList<>();

    NodeBoardTest() {
        cluster.bePrompt();
        there.listen(Subject.STATUS, (sender, content) -> heard.add(content));
        board.listen();
        heard.clear();
    }

    @Test
    void anotherNodeIsCalledByItsIdUntilItHasSaidSomething() {
        assertEquals(Map.of(there.self().toString(), Optional.empty()), board.others());

        says(TWO.bytes());

        assertEquals(Map.of("two:9188", Optional.of(TWO)), board.others());
        assertEquals(ONE, board.self());
    }

    @Test
    void aNodeThatIsGoneIsForgottenWhateverComesOfItAfterwards() {
        says(TWO.bytes());
        cluster.part(here.self(), there.self());
        says(TWO.bytes());

        assertEquals(Map.of(), board.others());
        cluster.meet(here.self(), there.self());
        assertEquals(Map.of(there.self().toString(), Optional.empty()), board.others());
    }

    @Test
    void whatIsNoStatusChangesNothing() {
        says(TWO.bytes());
        for (String rubbish : List.of("", "[]", "{}", "{\"name\":7}", "{\"name\":\"x\",\"up_ms\":\"long\"}")) {
            says(rubbish.getBytes(UTF_8));
        }

        assertEquals(Map.of("two:9188", Optional.of(TWO)), board.others());
    }

    @Test
    void aLaterVersionMaySayMore() {
        String more = new String(TWO.bytes(), UTF_8).replace("{", "{\"weather\":\"fine\",");

        assertEquals(Optional.of(TWO), NodeStatus.read(more.getBytes(UTF_8)));
    }

    @Test
    void everybodyHearsOfItNowAndThenAndWhoeverComesAtOnce() {
        board.arrived(there.self());
        assertEquals(Optional.of(ONE), NodeStatus.read(heard.remove(0)));

        board.beat();
        board.beat();
        assertEquals(1, heard.size());
        board.beat();
        assertEquals(2, heard.size());
    }

    @Test
    void nobodyIsToldWhereNobodyIs() {
        List<byte[]> sent = new ArrayList<>();
        NodeBoard alone = new NodeBoard(new LossyCluster(new Random(1)).join(), () -> {
            sent.add(ONE.bytes());
            return ONE;
        });
        alone.beat();
        alone.beat();

        assertEquals(List.of(), sent);
    }

    private void says(byte[] content) {
        there.send(here.self(), Subject.STATUS, content);
    }
}
