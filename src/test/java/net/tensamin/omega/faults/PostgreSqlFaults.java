package net.tensamin.omega.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.tensamin.omega.crash.ModelledLoad;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmikronClient;
import org.awaitility.core.ConditionTimeoutException;

/** What can happen to a PostgreSQL and to the way there. */
final class PostgreSqlFaults {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final int BURST = 500;
    private static final int MOST_BYTES = 50_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Random RANDOM = new Random();
    private static final String ABANDONED = "select count(*) from pg_stat_activity where usename = 'omega'"
            + " and state = 'idle in transaction' and state_change < now() - interval '500 ms'";

    private PostgreSqlFaults() {}

    static final Fault<PostgreSqlScene> FROZEN = new Fault<>(
            "the database stands still (SIGSTOP)",
            Duration.ofSeconds(60),
            scene -> scene.postgreSql().freeze(),
            scene -> scene.postgreSql().thaw());

    static final Fault<PostgreSqlScene> LONG_FROZEN = new Fault<>(
            "the database stands still for five minutes", Duration.ofMinutes(5), FROZEN.begin(), FROZEN.end());

    static final Fault<PostgreSqlScene> DROPPED = new Fault<>(
            "a firewall has silently dropped all connections, and new ones work",
            Duration.ZERO,
            scene -> scene.network(0).swallow(),
            scene -> {});

    static final Fault<PostgreSqlScene> READ_ONLY = new Fault<>(
            "the database is read-only, also for new connections",
            A_WHILE,
            scene -> {
                scene.postgreSql().execute("alter role omega set default_transaction_read_only = on");
                scene.postgreSql().endConnections();
            },
            scene -> scene.postgreSql().execute("alter role omega reset default_transaction_read_only"));

    static final Fault<PostgreSqlScene> KILLED = new Fault<>(
            "the database is killed, and started again",
            A_WHILE,
            scene -> scene.postgreSql().kill(),
            scene -> scene.postgreSql().startAgain(),
            true);

    static final Fault<PostgreSqlScene> NO_CONNECTIONS = new Fault<>(
            "the database takes no more connections",
            A_WHILE,
            scene -> {
                scene.postgreSql().execute("alter role omega connection limit 0");
                scene.postgreSql().endConnections();
            },
            scene -> scene.postgreSql().execute("alter role omega connection limit -1"),
            true);

    static final Fault<PostgreSqlScene> NETWORK_GONE = new Fault<>(
            "nothing goes through between server and database, and nobody is told",
            A_WHILE,
            scene -> scene.network(0).vanish(),
            scene -> scene.network(0).mend());

    /** Whatever it had begun is never ended by it. */
    static final Fault<PostgreSqlScene> HOST_GONE = new Fault<>(
            "another node's machine is gone in mid-transaction",
            Duration.ZERO,
            scene -> {
                OmegaNodes.Node last = scene.node(2);
                OmikronClient link = last.omikron(2);
                await("a transaction that nobody ends")
                        .atMost(PATIENCE)
                        .until(() -> vanishesInATransaction(scene, link));
                last.kill();
            },
            scene -> {});

    /** Cuts it off somewhere in what it says to the database; where that was between two transactions, not for long. */
    private static boolean vanishesInATransaction(PostgreSqlScene scene, OmikronClient link) throws Exception {
        scene.network(2).vanishAfter(1 + RANDOM.nextInt(MOST_BYTES));
        burst(link);
        try {
            await().atMost(SOON).until(() -> scene.postgreSql().count(ABANDONED) > 0);
            return true;
        } catch (ConditionTimeoutException notThisTime) {
            scene.network(2).mend();
            return false;
        }
    }

    /** Notices to everybody, by a user whose notices no model counts. */
    private static void burst(OmikronClient omikron) {
        long[] users = ModelledLoad.USERS;
        LongStream.range(0, BURST)
                .forEach(i -> omikron.beginSend("{\"id\":\"" + i + "\",\"type\":\"push_notification\",\"data\":{"
                        + "\"sender_id\":42,\"receiver_id\":" + users[(int) (i % users.length)] + "}}"));
    }

    static List<Fault<PostgreSqlScene>> ofOneNode() {
        return List.of(
                DROPPED,
                READ_ONLY,
                NO_CONNECTIONS,
                NETWORK_GONE,
                KILLED,
                FROZEN,
                LONG_FROZEN,
                Fault.noDescriptors()); // of a server that has run for a while
    }

    /** What the short form has. */
    static List<Fault<PostgreSqlScene>> brief() {
        return List.of(DROPPED, READ_ONLY, NO_CONNECTIONS, NETWORK_GONE);
    }

    static List<Fault<PostgreSqlScene>> ofSeveralNodes() {
        return List.of(DROPPED, READ_ONLY, FROZEN, HOST_GONE);
    }
}
