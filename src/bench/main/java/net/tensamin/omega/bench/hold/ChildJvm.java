package net.tensamin.omega.bench.hold;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of this package's in a Java process of its own, which ends with this one. Pushes are asked for over TCP. */
final class ChildJvm implements Contender {
    private static final String READY = "ready ";
    private static final long CLOSE_SECONDS = 20;
    private final Child child;
    private final Process process;
    private final int quicPort;
    private final int controlPort;

    private ChildJvm(Child child, Process process, String[] ports) {
        this.child = child;
        this.process = process;
        this.quicPort = Integer.parseInt(ports[0]);
        this.controlPort = Integer.parseInt(ports[1]);
    }

    /** What a process is made of. */
    private record Child(
            String name, Class<?> main, List<String> classPath, int most, HoldPlan plan, Identities identities) {}

    /**
     * @param main takes the directory of the keys and the heartbeat, and calls {@link #serve}
     */
    static ChildJvm start(String name, Class<?> main, HoldPlan plan, Identities identities) throws IOException {
        return start(new Child(name, main, classPath(), MANY, plan, identities));
    }

    /** As {@link #start}, with Kwik's jar in front of the one that the build makes of it. */
    static ChildJvm startOnStockKwik(String name, Class<?> main, int most, HoldPlan plan, Identities identities)
            throws IOException {
        List<String> entries = new ArrayList<>(classPath());
        String kwik = entries.stream()
                .filter(entry -> Path.of(entry).getFileName().toString().matches("kwik-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Kwik's jar is not on the class path"));
        entries.remove(kwik);
        entries.add(0, kwik);
        return start(new Child(name, main, entries, most, plan, identities));
    }

    private static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static ChildJvm start(Child child) throws IOException {
        HoldPlan plan = child.plan;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(plan, child.name));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, child.classPath), child.main.getName()));
        command.addAll(List.of(
                child.identities.directory().toString(), plan.heartbeat().toString()));
        File log = plan.results().resolve("hold-" + child.name + ".log").toFile();
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.to(log)).start();
        ChildJvm started = null;
        try {
            started = new ChildJvm(child, process, ports(process, log));
            return started;
        } finally {
            if (started == null) {
                process.destroyForcibly();
            }
        }
    }

    private static String[] ports(Process process, File log) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        while (line != null && !line.startsWith(READY)) { // the virtual machine may have said something first
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the server is not ready, see " + log);
        }
        return line.substring(READY.length()).split(" ");
    }

    /** Those asked for, and a flight recording where one is. */
    static List<String> options(HoldPlan plan, String name) {
        List<String> options = new ArrayList<>(plan.jvm());
        if (plan.flightRecording()) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + plan.results().resolve("hold-" + name + ".jfr").toAbsolutePath());
        }
        return options;
    }

    /** In the child: says where it can be reached, and returns when it is to end. */
    static void serve(int quicPort, int controlPort) throws IOException {
        System.out.println(READY + quicPort + " " + controlPort);
        while (System.in.read() >= 0) {}
    }

    @Override
    public long process() {
        return process.pid();
    }

    @Override
    public boolean isJava() {
        return true;
    }

    @Override
    public int most() {
        return child.most;
    }

    @Override
    public Fleet fleet(Arrivals arrivals) {
        return new TauriFleet(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), quicPort),
                child.identities,
                arrivals,
                child.plan);
    }

    @Override
    public PushSource pushes() throws IOException {
        return new ControlPushes(controlPort);
    }

    @Override
    public ChildJvm again() throws IOException {
        process.destroyForcibly().onExit().join();
        return start(child);
    }

    /** Gives it the time to write its recording. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
