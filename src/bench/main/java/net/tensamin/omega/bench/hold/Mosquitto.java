package net.tensamin.omega.bench.hold;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The MQTT broker, with TLS 1.3 alone and a certificate from every client. Pushes are messages of another client, at most once. */
final class Mosquitto implements Contender {
    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+) ", Pattern.MULTILINE);
    private static final int OTHER_FILES = 200;
    private static final Duration START = Duration.ofSeconds(30);
    private final Process process;
    private final InetSocketAddress address;
    private final HoldPlan plan;
    private final Identities identities;

    private Mosquitto(Process process, InetSocketAddress address, HoldPlan plan, Identities identities) {
        this.process = process;
        this.address = address;
        this.plan = plan;
        this.identities = identities;
    }

    static Mosquitto start(HoldPlan plan, Identities identities) throws IOException {
        Path program = Stream.concat(
                        Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .map(directory -> Path.of(directory, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new NotInstalled("not installed (Debian: apt install mosquitto)"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        Path configuration = plan.results().resolve("mosquitto.conf");
        Files.writeString(configuration, configuration(identities, address.getPort()));
        File log = plan.results().resolve("hold-mosquitto.log").toFile();
        Process process = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Mosquitto mosquitto = new Mosquitto(process, address, plan, identities);
        Awaitility.await("mosquitto, whose log is " + log).atMost(START).until(mosquitto::listens);
        return mosquitto;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** For clients of any source address on loopback. */
    private static String configuration(Identities identities, int port) {
        return """
                per_listener_settings false
                user %s
                persistence false
                max_connections -1
                log_type error
                log_type warning
                set_tcp_nodelay true
                listener %d 127.0.0.1
                cafile %s
                certfile %s
                keyfile %s
                tls_version tlsv1.3
                require_certificate true
                use_identity_as_username true
                """.formatted(
                        System.getProperty("user.name"),
                        port,
                        identities.file("ca.pem"),
                        identities.file("server.pem"),
                        identities.file("server.key"));
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("mosquitto has ended");
        }
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    @Override
    public long process() {
        return process.pid();
    }

    @Override
    public boolean isJava() {
        return false;
    }

    /** A connection is a file, of this process too. */
    @Override
    public int most() throws IOException {
        Matcher limit = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
        return limit.find() ? Integer.parseInt(limit.group(1)) - OTHER_FILES : MANY;
    }

    @Override
    public Fleet fleet(Arrivals arrivals) throws IOException {
        return new MqttFleet(address, identities, arrivals, plan.heartbeat());
    }

    @Override
    public PushSource pushes() throws IOException {
        return MqttPushes.connect(address, identities, plan.publisher());
    }

    @Override
    public Mosquitto again() throws IOException {
        process.destroyForcibly().onExit().join();
        return start(plan, identities);
    }

    @Override
    public void close() {
        process.destroy();
        if (!ends(process)) {
            process.destroyForcibly();
        }
    }

    private static boolean ends(Process process) {
        try {
            return process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
