package net.tensamin.omega.simulation.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The model of the store does what H2 and PostgreSQL do: random histories of concurrent transactions, which wait for each other's locks, give up, are killed,
 * and get no answers, have the same results on all three, and leave the same. Where the two databases differ, as in which of two that wait for each other
 * goes on, the model has to do what one of them does, and the history ends there.
 */
class StoreModelTest {
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long HISTORIES = Long.getLong("simulation.store-histories", 300);
    private static final int ENOUGH = 5;
    private static final int ENOUGH_FOR_EACH_CASE = 100;
    private static final int CLIENTS = 4;

    @Test
    void theModelDoesWhatTheDatabasesDo() throws Exception {
        List<String> differences = new ArrayList<>();
        Map<String, Integer> met = new TreeMap<>();
        List<String> ofDatabases = new ArrayList<>();
        try (Store model = new ModelStore();
                Store h2 = new H2Store();
                Store postgreSql = new PostgreSqlStore()) {
            List<Store> stores = List.of(model, h2, postgreSql);
            List<StoreHistory.Connection> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(StoreHistory.Connection.to(stores, "client " + i));
            }
            for (long seed = FIRST; seed < FIRST + HISTORIES && differences.size() < ENOUGH; seed++) {
                StoreHistory history = new StoreHistory(seed, stores, clients, met);
                Optional<StoreHistory.Difference> difference = history.run();
                if (difference.isPresent() && difference.get().ofDatabases()) {
                    ofDatabases.add(difference.get().words());
                } else if (difference.isPresent()) {
                    differences.add("\nseed " + seed + "\n" + String.join("\n", history.story()) + "\n"
                            + difference.get().words());
                }
            }
            for (StoreHistory.Connection client : clients) {
                client.close();
            }
        }
        assertEquals(List.of(), differences, () -> String.join("\n\n", differences));
        assertTrue(ofDatabases.size() * 10 <= HISTORIES + 10, () -> String.join("\n\n", ofDatabases));
        if (HISTORIES >= ENOUGH_FOR_EACH_CASE) {
            Set<String> never = new TreeSet<>(Cases.names());
            never.addAll(EntityCases.names());
            never.removeAll(met.keySet());
            assertEquals(Set.of(), never, "never happened");
        }
        System.out.println(HISTORIES + " histories of the store, in " + ofDatabases.size()
                + " of which the databases differ from each other: " + met);
    }
}
