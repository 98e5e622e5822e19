package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.tauri.TauriSessions;
import net.tensamin.omega.trace.UserTraces;

/** Asks all nodes what they remember of a user: each has seen a part. Thread-safe. */
@ApplicationScoped
class TraceSurvey {
    private static final Logger LOG = System.getLogger(TraceSurvey.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String NUMBER = "question";
    private static final String USER = "user_id";

    private final ClusterBus bus;
    private final Function<UserId, NodeTrace> own;
    private final Duration patience;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /** For the client proxy. */
    TraceSurvey() {
        this(null, null, PATIENCE);
    }

    @Inject
    TraceSurvey(ClusterBus bus, NodeBoard nodes, TauriSessions sessions, UserTraces traces) {
        this(bus, user -> new NodeTrace(nodes.self().name(), sessions.countOf(user), traces.of(user)), PATIENCE);
    }

    /** @param own what this node remembers; must not block */
    TraceSurvey(ClusterBus bus, Function<UserId, NodeTrace> own, Duration patience) {
        this.bus = bus;
        this.own = own;
        this.patience = patience;
    }

    /**
     * What was found out.
     *
     * @param own this node's
     * @param others of those that answered
     * @param silent those that did not, in time
     */
    record Findings(NodeTrace own, List<NodeTrace> others, Set<NodeId> silent) {}

    private static final class Question {
        private final Map<NodeId, NodeTrace> answers = new ConcurrentHashMap<>();
        private final CountDownLatch missing;

        private Question(int asked) {
            missing = new CountDownLatch(asked);
        }

        private void answer(NodeId sender, NodeTrace trace) {
            if (answers.put(sender, trace) == null) {
                missing.countDown();
            }
        }
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        listen();
    }

    void listen() {
        bus.listen(Subject.TRACE_QUESTION, this::asked);
        bus.listen(Subject.TRACE_ANSWER, this::answered);
    }

    /** Waits for the other nodes, a second at most. */
    Findings of(UserId user) {
        Set<NodeId> asked = bus.others();
        Question question = new Question(asked.size());
        if (!asked.isEmpty()) {
            ask(user, question);
        }
        Map<NodeId, NodeTrace> answers = Map.copyOf(question.answers); // what comes from now on is too late
        return new Findings(
                own.apply(user),
                List.copyOf(answers.values()),
                asked.stream().filter(node -> !answers.containsKey(node)).collect(Collectors.toSet()));
    }

    private void ask(UserId user, Question question) {
        long number = numbers.incrementAndGet();
        open.put(number, question);
        try {
            JsonObject asking = Json.createObjectBuilder()
                    .add(NUMBER, number)
                    .add(USER, user.value())
                    .build();
            bus.sendAll(Subject.TRACE_QUESTION, bytes(asking));
            question.missing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nodes that did not answer so far count as silent
        } finally {
            open.remove(number);
        }
    }

    private void asked(NodeId sender, byte[] content) {
        understood(sender, content, question -> {
            UserId user = new UserId(question.getJsonNumber(USER).longValueExact());
            JsonObject answer = own.apply(user)
                    .json()
                    .add(NUMBER, question.getJsonNumber(NUMBER))
                    .build();
            bus.send(sender, Subject.TRACE_ANSWER, bytes(answer));
        });
    }

    private void answered(NodeId sender, byte[] content) {
        understood(sender, content, answer -> {
            Question question = open.get(answer.getJsonNumber(NUMBER).longValueExact());
            if (question != null) {
                question.answer(sender, NodeTrace.of(answer));
            }
        });
    }

    private interface Reading {
        void read(JsonObject json);
    }

    /** A node of another version may say what this one does not understand; it then counts as silent. */
    private static void understood(NodeId sender, byte[] content, Reading reading) {
        try (JsonReader reader = Json.createReader(new StringReader(new String(content, StandardCharsets.UTF_8)))) {
            reading.read(reader.readObject());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "node " + sender + " sent a trace that cannot be read", e);
        }
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
