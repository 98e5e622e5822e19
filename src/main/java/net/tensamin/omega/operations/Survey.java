package net.tensamin.omega.operations;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;

/** Asks all other nodes the same question, and waits a while for their answers. Thread-safe. */
public final class Survey {
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(Survey.class.getName());
    private static final String NUMBER = "question";

    private final ClusterBus bus;
    private final Subject question;
    private final Subject answer;
    private final Duration patience;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    public Survey(ClusterBus bus, Subject question, Subject answer) {
        this(bus, question, answer, PATIENCE);
    }

    Survey(ClusterBus bus, Subject question, Subject answer, Duration patience) {
        this.bus = bus;
        this.question = question;
        this.answer = answer;
        this.patience = patience;
    }

    /**
     * What was found out.
     *
     * @param answers of those that answered
     * @param silent those that did not, in time
     */
    public record Findings(Map<NodeId, JsonObject> answers, Set<NodeId> silent) {}

    private static final class Open {
        private final Map<NodeId, JsonObject> answers = new ConcurrentHashMap<>();
        private final CountDownLatch missing;

        private Open(int asked) {
            missing = new CountDownLatch(asked);
        }

        private void answer(NodeId sender, JsonObject said) {
            if (answers.put(sender, said) == null) {
                missing.countDown();
            }
        }
    }

    /** @param own what this node answers when another asks; must not block */
    public void listen(Function<JsonObject, JsonObjectBuilder> own) {
        bus.listen(
                question,
                (sender, content) -> understood(sender, content, asked -> {
                    JsonObject said = own.apply(asked)
                            .add(NUMBER, asked.getJsonNumber(NUMBER))
                            .build();
                    bus.send(sender, answer, JsonMessage.bytes(said));
                }));
        bus.listen(
                answer,
                (sender, content) -> understood(sender, content, said -> {
                    Open asked = open.get(said.getJsonNumber(NUMBER).longValueExact());
                    if (asked != null) {
                        asked.answer(sender, said);
                    }
                }));
    }

    /** Waits for the other nodes, as long as its patience lasts. */
    public Findings ask(JsonObjectBuilder what) {
        Set<NodeId> asked = bus.others();
        Open waiting = new Open(asked.size());
        if (!asked.isEmpty()) {
            await(what, waiting);
        }
        Map<NodeId, JsonObject> answers = Map.copyOf(waiting.answers); // what comes from now on is too late
        return new Findings(
                answers,
                asked.stream().filter(node -> !answers.containsKey(node)).collect(Collectors.toSet()));
    }

    private void await(JsonObjectBuilder what, Open waiting) {
        long number = numbers.incrementAndGet();
        open.put(number, waiting);
        try {
            bus.sendAll(question, JsonMessage.bytes(what.add(NUMBER, number).build()));
            waiting.missing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nodes that did not answer so far count as silent
        } finally {
            open.remove(number);
        }
    }

    private interface Reading {
        void read(JsonObject json);
    }

    /** A node of another version may say something that this one does not understand; it then counts as silent. */
    private static void understood(NodeId sender, byte[] content, Reading reading) {
        try {
            reading.read(JsonMessage.read(content));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "node " + sender + " sent something that cannot be read", e);
        }
    }
}
