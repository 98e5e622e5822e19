package net.tensamin.omega.operations.live;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.operations.NodeBoard;
import net.tensamin.omega.operations.Survey;
import net.tensamin.omega.threads.Timers;

/** The last hour of this server and of those that are one with it. */
@ApplicationScoped
class HistoryBoard {
    private final Survey survey;
    private final NodeBoard nodes;
    private final History history;
    private final Timers timers;
    private Timers.Plan ticks = () -> {};

    /** For the client proxy. */
    HistoryBoard() {
        survey = null;
        nodes = null;
        history = null;
        timers = null;
    }

    @Inject
    HistoryBoard(ClusterBus bus, NodeBoard nodes, Meters meters, Timers timers) {
        this.survey = new Survey(bus, Subject.HISTORY_QUESTION, Subject.HISTORY_ANSWER);
        this.nodes = nodes;
        this.history = new History(meters::samples, System::currentTimeMillis);
        this.timers = timers;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        survey.listen(question -> own());
        ticks = timers.work(History.INTERVAL, history::tick);
    }

    @PreDestroy
    void stop() {
        ticks.cancel();
    }

    private JsonObjectBuilder own() {
        return history.json().add("name", nodes.self().name());
    }

    /** As the page takes it, this server first. Waits for the others, a second at most. */
    String json() {
        Survey.Findings found = survey.ask(Json.createObjectBuilder());
        JsonArrayBuilder all = Json.createArrayBuilder().add(own());
        found.answers().values().forEach(all::add);
        return Json.createObjectBuilder()
                .add("status", "success")
                .add("nodes", all)
                .build()
                .toString();
    }
}
