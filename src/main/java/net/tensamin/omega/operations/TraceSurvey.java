package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
    private static final String USER = "user_id";

    private final Survey survey;
    private final Function<UserId, NodeTrace> own;

    /** For the client proxy. */
    TraceSurvey() {
        this(null, null, Survey.PATIENCE);
    }

    @Inject
    TraceSurvey(ClusterBus bus, NodeBoard nodes, TauriSessions sessions, UserTraces traces) {
        this(bus, user -> new NodeTrace(nodes.self().name(), sessions.countOf(user), traces.of(user)), Survey.PATIENCE);
    }

    /** @param own what this node remembers; must not block */
    TraceSurvey(ClusterBus bus, Function<UserId, NodeTrace> own, Duration patience) {
        this.survey = new Survey(bus, Subject.TRACE_QUESTION, Subject.TRACE_ANSWER, patience);
        this.own = own;
    }

    /**
     * What was found out.
     *
     * @param own this node's
     * @param others of those that answered
     * @param silent those that did not, in time or in words that this one understands
     */
    record Findings(NodeTrace own, List<NodeTrace> others, Set<NodeId> silent) {}

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        listen();
    }

    void listen() {
        survey.listen(
                question -> own.apply(new UserId(question.getJsonNumber(USER).longValueExact()))
                        .json());
    }

    /** Waits for the other nodes, a second at most. */
    Findings of(UserId user) {
        Survey.Findings found = survey.ask(Json.createObjectBuilder().add(USER, user.value()));
        List<NodeTrace> others = new ArrayList<>();
        Set<NodeId> silent = new HashSet<>(found.silent());
        found.answers().forEach((node, answer) -> read(node, answer, others, silent));
        return new Findings(own.apply(user), others, silent);
    }

    private static void read(NodeId node, JsonObject answer, List<NodeTrace> others, Set<NodeId> silent) {
        try {
            others.add(NodeTrace.of(answer));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "node " + node + " sent a trace that cannot be read", e);
            silent.add(node);
        }
    }
}
