package net.tensamin.omega.simulation.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.tensamin.omega.simulation.Dice;

/**
 * A history of concurrent transactions, decided by its seed: the same on the model and on each of the databases, one statement at a time. One that meets
 * a lock waits, while others go on; if another one waits already it gives up at once, so that who goes on is never a matter of chance.
 */
final class StoreHistory {
    private static final int MOST_STEPS = 40;

    private static final List<String> BEGINNING = List.of(
            "User.lock",
            "persist MAILBOX",
            "persist MAILBOX",
            "persist MAILBOX",
            "persist MAILBOX",
            "Mailbox.lock",
            "Mailbox.lockFree",
            "PendingPair.write",
            "PendingPair.write",
            "PendingPair.write",
            "PendingPair.write",
            "Device.advance",
            "Device.advance",
            "Device.advance",
            "persist DEVICE",
            "persist BATCH_MARK",
            "persist REVOKED_DEVICE",
            "persist REMOVED_SENDER");

    private final Dice dice;
    private final List<Store> stores;
    private final List<Connection> connections;
    private final List<String> story = new ArrayList<>();
    private final Map<String, Integer> met;
    private Optional<Connection> waiting = Optional.empty();
    private Optional<Difference> difference = Optional.empty();
    private long revision;

    /** What two stores do not do alike. */
    record Difference(String step, String words, boolean ofDatabases) {}

    /** One client, in each of the stores: in the model first. */
    static final class Connection {
        private final String name;
        private final List<Client> clients;
        private Step asked;

        private Connection(String name, List<Client> clients) {
            this.name = name;
            this.clients = clients;
        }

        static Connection to(List<Store> stores, String name) throws Exception {
            List<Client> clients = new ArrayList<>();
            for (Store store : stores) {
                clients.add(store.client());
            }
            return new Connection(name, clients);
        }

        private ModelStore.ModelClient model() {
            return (ModelStore.ModelClient) clients.get(0);
        }

        private void each(Each way) throws Exception {
            for (Client client : clients) {
                way.of(client);
            }
        }

        void close() throws Exception {
            each(Client::close);
        }

        private interface Each {
            void of(Client client) throws Exception;
        }
    }

    /**
     * @param stores the model, then the databases
     * @param connections as many as there may be at most, none of which has a transaction
     * @param met counts the steps, by their names and how they went
     */
    StoreHistory(long seed, List<Store> stores, List<Connection> connections, Map<String, Integer> met) {
        this.dice = Dice.of(seed, "store");
        this.stores = stores;
        this.connections = connections.subList(0, 2 + dice.below(connections.size() - 1));
        this.met = met;
    }

    Optional<Difference> run() throws Exception {
        Map<Long, Long> users = new TreeMap<>();
        for (long user = 1; user <= View.USERS; user++) {
            users.put(user, 101 + user % 2);
        }
        for (Store store : stores) {
            store.fill(users);
        }
        begin();
        for (int count = 10 + dice.below(MOST_STEPS); count > 0 && difference.isEmpty(); count--) {
            next();
        }
        end();
        return difference;
    }

    /** What one client finds free, and fills. */
    private void begin() throws Exception {
        Connection first = connections.get(0);
        View view = new View(dice, first.model(), () -> ++revision);
        for (int i = 0; i < BEGINNING.size() && difference.isEmpty(); i++) {
            Optional<Step> step = Cases.names().contains(BEGINNING.get(i))
                    ? Cases.of(BEGINNING.get(i), view)
                    : EntityCases.of(BEGINNING.get(i), view);
            if (step.isPresent()) {
                ask(first, step.get());
            }
        }
        finish(first, "commits", Client::commit);
    }

    List<String> story() {
        return story;
    }

    private void next() throws Exception {
        Connection connection = connections.get(dice.below(connections.size()));
        int chance = dice.below(100);
        if (waiting.filter(connection::equals).isPresent()) {
            wait(connection, chance);
        } else if (chance < 80) {
            ask(connection);
        } else if (chance < 92) {
            finish(connection, "commits", Client::commit);
        } else if (chance < 96) {
            finish(connection, "rolls back", Client::rollback);
        } else if (chance < 98) {
            finish(connection, "is killed", Client::kill);
        } else {
            finish(connection, "commits, and is killed before it knows", client -> {
                client.commit();
                client.kill();
            });
        }
    }

    private void wait(Connection connection, int chance) throws Exception {
        if (chance < 10) {
            waiting = Optional.empty();
            finish(connection, "is killed while it waits", Client::kill);
        } else if (chance < 25) {
            waiting = Optional.empty();
            say(connection, "waits no longer");
            connection.each(Client::giveUp);
            went(connection);
        }
    }

    private void ask(Connection connection) throws Exception {
        Optional<Step> step = Optional.empty();
        while (step.isEmpty()) {
            step = step(new View(dice, connection.model(), () -> ++revision));
        }
        ask(connection, step.get());
    }

    private void ask(Connection connection, Step step) throws Exception {
        connection.asked = step;
        say(connection, step.toString());
        connection.each(client -> client.ask(connection.asked));
        look(connection);
    }

    /** Mostly one that locks or writes. */
    private Optional<Step> step(View view) {
        if (view.oneIn(4)) {
            return EntityCases.of(any(EntityCases.names()), view);
        }
        return Cases.of(any(view.oneIn(3) ? Cases.names() : Cases.locking()), view);
    }

    private String any(Collection<String> names) {
        return List.copyOf(names).get(dice.below(names.size()));
    }

    /** Whether it has ended, or waits now. */
    private void look(Connection connection) throws Exception {
        List<Boolean> ended = new ArrayList<>();
        for (Client client : connection.clients) {
            ended.add(client.hasEnded());
        }
        if (!ended.contains(false)) {
            went(connection);
        } else if (waiting.isPresent()) {
            say(connection, "gives up");
            connection.each(client -> {
                if (!client.hasEnded()) {
                    client.giveUp();
                }
            });
            went(connection);
        } else if (ended.contains(true)) {
            differ(
                    connection,
                    ended.stream().map(each -> each ? "ends" : "waits").toList());
            connection.each(client -> {
                if (!client.hasEnded()) {
                    client.giveUp();
                }
            });
            went(connection);
        } else {
            say(connection, "waits");
            waiting = Optional.of(connection);
        }
    }

    private void went(Connection connection) throws Exception {
        List<String> outcomes = new ArrayList<>();
        boolean failed = false;
        for (Client client : connection.clients) {
            outcomes.add(client.outcome().toString());
            failed |= client.outcome().failed();
        }
        differ(connection, outcomes);
        met.merge(connection.asked.name() + (failed ? " (failed)" : ""), 1, Integer::sum);
        say(connection, "has " + outcomes.get(0));
        if (failed) {
            finish(connection, "rolls back", Client::rollback);
        }
    }

    private void differ(Connection connection, List<String> each) {
        if (each.stream().distinct().count() > 1 && difference.isEmpty()) {
            boolean databases = each.subList(1, each.size()).stream().distinct().count() > 1
                    && each.subList(1, each.size()).contains(each.get(0));
            difference = Optional.of(new Difference(
                    connection.asked.name(), connection.name + " " + connection.asked + ": " + told(each), databases));
        }
    }

    private String told(List<String> each) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < each.size(); i++) {
            words.append("\n    ").append(stores.get(i)).append(": ").append(each.get(i));
        }
        return words.toString();
    }

    /** Whoever waited for it may go on. */
    private void finish(Connection connection, String how, Connection.Each way) throws Exception {
        say(connection, how);
        connection.each(way);
        if (waiting.isPresent() && !waiting.get().equals(connection)) {
            Connection waited = waiting.get();
            waiting = Optional.empty();
            look(waited);
        }
    }

    private void end() throws Exception {
        if (waiting.isPresent() && difference.isPresent()) {
            waiting.get().each(Client::kill);
            waiting = Optional.empty();
        }
        for (int round = 0; round < 2; round++) {
            for (Connection connection : connections) {
                if (waiting.filter(connection::equals).isEmpty()) {
                    finish(connection, "commits at the end", difference.isEmpty() ? Client::commit : Client::rollback);
                }
            }
        }
        for (Table table : Table.values()) {
            compare(table);
        }
    }

    private void compare(Table table) throws Exception {
        List<String> columns = stores.get(0).rows(table, null).stream()
                .flatMap(row -> row.columns().keySet().stream())
                .distinct()
                .toList();
        List<String> each = new ArrayList<>();
        for (Store store : stores) {
            each.add(store.rows(table, columns).stream()
                    .map(Outcome::wordsOf)
                    .sorted()
                    .toList()
                    .toString());
        }
        if (each.stream().distinct().count() > 1 && difference.isEmpty()) {
            difference = Optional.of(new Difference("table " + table, table + ": " + told(each), false));
        }
    }

    private void say(Connection connection, String what) {
        story.add(connection.name + " " + what);
    }
}
