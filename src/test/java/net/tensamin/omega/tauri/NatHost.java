package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.device.MappingLifetime;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.trace.UserTraces;

/**
 * A server in a network namespace of its own, with the reference client behind a NAT: ends well if the client is pinged more rarely than at first, and more often than the
 * NAT forgets (within 15% of that where all is measured: a machine that runs a whole build is late now and then), and gets each push. Prints what it has seen.
 */
public final class NatHost {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern PUSH = Pattern.compile("\"type\":\"push_notification\".*\"amount\":(\\d+)");
    private static final int FORGOTTEN_PUSHES = 7;

    private final Duration natTimeout;
    private final Duration shortest;
    private final Path directory;
    private final boolean whole;
    private final PrintStream out;
    private final MemoryNetworks store = new MemoryNetworks();
    private final LifetimeLog log = new LifetimeLog(store, Clock.systemUTC());
    private final Meters meters = new Meters();
    private final Map<Long, Long> came = new ConcurrentHashMap<>();
    private final LiveSessions sessions;
    private Process phone;
    private long pushes;

    private NatHost(Duration natTimeout, Duration shortest, Path directory, boolean whole, PrintStream out)
            throws IOException {
        this.natTimeout = natTimeout;
        this.shortest = shortest;
        this.directory = directory;
        this.whole = whole;
        this.out = out;
        this.sessions = new LiveSessions(
                LiveSessions.settings(Duration.ofMinutes(1), shortest, LONGEST, PING_TIMEOUT),
                log,
                new SessionJournal(meters, UserTraces.off()),
                InetAddress.getByName("198.51.100.1"));
    }

    /**
     * @param arguments seconds after which the NAT forgets; the shortest interval in milliseconds; the client's jar; a directory; whether all is to be measured, which
     *     takes long
     */
    public static void main(String[] arguments) throws Exception {
        NatHost host = new NatHost(
                Duration.ofSeconds(Long.parseLong(arguments[0])),
                Duration.ofMillis(Long.parseLong(arguments[1])),
                Path.of(arguments[3]),
                Boolean.parseBoolean(arguments[4]),
                System.out);
        ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor();
        seconds.scheduleWithFixedDelay(host.log::work, 1, 1, TimeUnit.SECONDS);
        try {
            host.begin(Path.of(arguments[2]));
            host.settles();
            host.pushesArrive();
            if (host.whole) {
                host.measure();
            }
        } finally {
            host.phone.destroyForcibly();
        }
        System.exit(0); // whatever is left running
    }

    private void begin(Path client) throws IOException {
        TestIdentity device = sessions.server().clients().device(SessionFixture.ALICE.value());
        device.writeChain(directory.resolve("phone.pem"));
        device.writeKey(directory.resolve("phone.key"));
        Files.writeString(directory.resolve("ca.pem"), pem());
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", "phone"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", client.toString(), "tauri", "--json", "--user", "42"));
        command.addAll(List.of("--host", "198.51.100.1", "--server-name", "localhost"));
        command.addAll(
                List.of("--port", Integer.toString(sessions.server().address().getPort())));
        command.addAll(List.of("--cert", directory.resolve("phone.pem").toString()));
        command.addAll(List.of("--ca", directory.resolve("ca.pem").toString()));
        command.addAll(List.of("--state", directory.resolve("phone.json").toString()));
        phone = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(directory.toFile())
                .start();
        Thread reader = new Thread(this::listen, "phone");
        reader.setDaemon(true);
        reader.start();
    }

    private String pem() {
        try {
            byte[] der = sessions.server().authority().getEncoded();
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was made here", e);
        }
    }

    private void listen() {
        try (BufferedReader lines = phone.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher push = PUSH.matcher(line);
                if (push.find()) {
                    came.putIfAbsent(Long.parseLong(push.group(1)), System.nanoTime());
                } else {
                    out.println(line);
                }
            }
        } catch (IOException e) {
            out.println("the client says no more: " + e.getMessage());
        }
    }

    private void settles() throws InterruptedException {
        long begin = System.nanoTime();
        await("a search that rests", Duration.ofHours(2), () -> lifetime().restsUntil() > 0);
        Duration interval = interval();
        out.printf(
                "a NAT that forgets after %s: pinged each %s, found after %s and %s pings, %s%n",
                natTimeout, interval, since(begin), count("omega_tauri_pings_total"), outcomes());
        require(interval.compareTo(natTimeout) < 0, "it forgets before " + interval);
        require(interval.compareTo(shortest) > 0, "nothing was learnt");
        if (whole) {
            require(interval.multipliedBy(100).compareTo(natTimeout.multipliedBy(85)) >= 0, interval + " is too short");
        }
    }

    private MappingLifetime lifetime() {
        return store.stored.isEmpty()
                ? new MappingLifetime(0, 0, 0)
                : store.stored.get(0).lifetime();
    }

    private Duration interval() {
        return lifetime().next(shortest, LONGEST, log.now());
    }

    private void pushesArrive() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            push();
            Thread.sleep(natTimeout.toMillis() / 6);
        }
        require(came.size() == pushes, pushes + " pushes, and not " + came.keySet());
    }

    /** @return how long it took */
    private Duration push() throws InterruptedException {
        long amount = ++pushes;
        long begin = System.nanoTime();
        sessions.change(SessionFixture.BOB.value(), amount);
        await("push " + amount, natTimeout.plusMinutes(1), () -> came.containsKey(amount));
        return Duration.ofNanos(came.get(amount) - begin);
    }

    /** What people of this server want to know: how often a device wakes up, how late pushes are, how late a death is known. */
    private void measure() throws Exception {
        long pings = count("omega_tauri_pings_total");
        Duration while10 = interval().multipliedBy(10);
        Thread.sleep(while10.toMillis());
        double anHour = (count("omega_tauri_pings_total") - pings) * 3_600_000.0 / while10.toMillis();
        out.printf(
                "wake-ups an hour: %.0f, before %d%n",
                anHour, Duration.ofHours(1).dividedBy(shortest));
        List<Duration> delays = new ArrayList<>();
        natForgetsAfter(Duration.ofSeconds(10));
        for (int i = 0; i < FORGOTTEN_PUSHES; i++) {
            push(); // and its proof: the silence begins
            Thread.sleep(Duration.ofSeconds(13).toMillis());
            delays.add(push());
        }
        delays.sort(null);
        out.printf(
                "pushes into a forgotten path: p50 %s, worst %s, none lost; %s%n",
                delays.get(FORGOTTEN_PUSHES / 2), delays.get(FORGOTTEN_PUSHES - 1), outcomes());
        phone.destroyForcibly().waitFor();
        long died = System.nanoTime();
        await("the end of a dead session", LONGEST.plus(PING_TIMEOUT).plusMinutes(1), () -> sessions.count() == 0);
        out.printf("a dead session is found after %s%n", since(died));
    }

    private static void natForgetsAfter(Duration other) throws IOException, InterruptedException {
        String settings = "/proc/sys/net/netfilter/nf_conntrack_udp_timeout";
        String script = "echo " + other.toSeconds() + " > " + settings + "; echo " + other.toSeconds() + " > "
                + settings + "_stream";
        int result = new ProcessBuilder("ip", "netns", "exec", "nat", "sh", "-c", script)
                .start()
                .waitFor();
        require(result == 0, "the NAT cannot be changed");
    }

    private String outcomes() {
        return "held %d, unanswered %d, forgotten %d"
                .formatted(outcome("held"), outcome("unanswered"), outcome("forgotten"));
    }

    private long outcome(String name) {
        return count("omega_tauri_silences_total{outcome=\"" + name + "\"}");
    }

    private long count(String sample) {
        Matcher line = Pattern.compile("^" + Pattern.quote(sample) + " (\\d+)$", Pattern.MULTILINE)
                .matcher(meters.page());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static Duration since(long nanos) {
        return Duration.ofMillis(Duration.ofNanos(System.nanoTime() - nanos).toMillis());
    }

    private static void await(String what, Duration patience, BooleanSupplier condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            require(since(begin).compareTo(patience) < 0, what + " did not come within " + patience);
            Thread.sleep(20);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
