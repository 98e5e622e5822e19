package net.tensamin.omega.bench.hold;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, from {@code bench.hold.*}.
 *
 * @param servers names of {@link Contender#start}
 * @param sessions for each figure, in rising order, the sessions held
 * @param warmUp connects and disconnects before the first figure
 * @param atOnce connects under way at any moment
 * @param loops event loops, each a thread, of the clients that speak QUIC
 * @param longHello whether their ClientHello takes two packets, as one with a post-quantum key share does
 * @param heartbeat of the sessions
 * @param idle how long nothing but heartbeats is measured
 * @param stage how long each kind of push is measured
 * @param burst pushes asked for at once
 * @param rate pushes a second at which latencies are measured
 * @param jvm options of the servers that are Java
 * @param flightRecording whether those record what they do
 * @param results directory of the report
 */
record HoldPlan(
        List<String> servers,
        List<Integer> sessions,
        int warmUp,
        int atOnce,
        int loops,
        boolean longHello,
        Duration heartbeat,
        Duration idle,
        Duration stage,
        int burst,
        int rate,
        List<String> jvm,
        boolean flightRecording,
        Path results) {
    static HoldPlan fromSystemProperties() {
        return new HoldPlan(
                List.of(text("servers", "omega,omega-quic,kwik,netty-quic,quinn,quinn-aws-lc,quic-go,mosquitto")
                        .split(",")),
                Arrays.stream(text("sessions", "1000,5000,20000").split(","))
                        .map(Integer::valueOf)
                        .sorted()
                        .toList(),
                number("warm-up", 10_000),
                number("at-once", 32),
                number("loops", 1),
                isLong(text("hello", "short")),
                Duration.ofSeconds(number("heartbeat", 30)),
                Duration.ofSeconds(number("idle", 60)),
                Duration.ofSeconds(number("stage", 15)),
                number("burst", 1_000),
                number("rate", 200),
                List.of(text("jvm", "-Xmx2g").trim().split(" +")),
                Boolean.getBoolean("bench.jfr"),
                Path.of(System.getProperty("bench.results", "target/bench")));
    }

    private static boolean isLong(String hello) {
        if (!List.of("short", "long").contains(hello)) {
            throw new IllegalArgumentException("bench.hold.hello: short or long, not " + hello);
        }
        return hello.equals("long");
    }

    private static String text(String key, String preset) {
        return System.getProperty("bench.hold." + key, preset);
    }

    private static int number(String key, int preset) {
        return Integer.getInteger("bench.hold." + key, preset);
    }

    int mostSessions() {
        return sessions.get(sessions.size() - 1);
    }

    /** Those of the warm-up, those held, and one who publishes; none is used twice, which a cache would notice. */
    int identities() {
        return warmUp + mostSessions() + 1;
    }

    int publisher() {
        return identities() - 1;
    }
}
