package net.tensamin.omega.bench.hold;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server that holds Tauri sessions, in a process of its own. Its last arguments are the directory of the keys and the heartbeat in ms. It prints
 * {@code ready <port of QUIC> <port of the control>}, is asked for pushes like a {@link ControlPort}, and ends when its standard input does, so
 * with this process.
 */
final class Child implements Contender {
    private static final String READY = "ready ";
    private static final long CLOSE_SECONDS = 20;
    private final Program program;
    private final HoldPlan plan;
    private final Identities identities;
    private final Process process;
    private final Ports ports;

    private Child(Program program, HoldPlan plan, Identities identities, Process process, Ports ports) {
        this.program = program;
        this.plan = plan;
        this.identities = identities;
        this.process = process;
        this.ports = ports;
    }

    /**
     * How to start one.
     *
     * @param name of its log
     * @param command without the last arguments
     * @param isJava whether {@code jcmd} can ask it
     * @param most sessions
     * @param versions of what it is made of, where that is locked
     */
    record Program(String name, List<String> command, boolean isJava, int most, Optional<String> versions) {
        Program {
            command = List.copyOf(command);
        }
    }

    /** Where a child is reached on loopback: over UDP by clients, over TCP by the load. */
    record Ports(int quic, int control) {
        String line() {
            return READY + quic + " " + control;
        }

        /**
         * Reads until a child says them.
         *
         * @throws IOException if it ends before that
         */
        static Ports read(Reader output) throws IOException {
            BufferedReader lines = new BufferedReader(output);
            String line = lines.readLine();
            while (line != null && !line.startsWith(READY)) { // a virtual machine may have said something first
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the server is not ready");
            }
            String[] ports = line.substring(READY.length()).split(" ");
            return new Ports(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        }
    }

    static Child start(Program program, HoldPlan plan, Identities identities) throws IOException {
        File log = log(program, plan);
        List<String> command = new ArrayList<>(program.command());
        command.add(identities.directory().toString());
        command.add(Long.toString(plan.heartbeat().toMillis()));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.to(log)).start();
        Child started = null;
        try {
            Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII);
            started = new Child(program, plan, identities, process, Ports.read(output));
            return started;
        } catch (IOException e) {
            throw new IOException(e.getMessage() + ", see " + log, e);
        } finally {
            if (started == null) {
                process.destroyForcibly();
            }
        }
    }

    private static File log(Program program, HoldPlan plan) {
        return plan.results().resolve("hold-" + program.name() + ".log").toFile();
    }

    /** In a child that is Java: says where it can be reached, and returns when it is to end. */
    static void serve(int quicPort, int controlPort) throws IOException {
        System.out.println(new Ports(quicPort, controlPort).line());
        while (System.in.read() >= 0) {}
    }

    @Override
    public long process() {
        return process.pid();
    }

    @Override
    public boolean isJava() {
        return program.isJava();
    }

    @Override
    public int most() {
        return program.most();
    }

    @Override
    public Optional<String> versions() {
        return program.versions();
    }

    @Override
    public Fleet fleet(Arrivals arrivals) {
        return new TauriFleet(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.quic()), identities, arrivals, plan);
    }

    @Override
    public PushSource pushes() throws IOException {
        return new ControlPushes(ports.control());
    }

    @Override
    public Child again() throws IOException {
        process.destroyForcibly().onExit().join();
        return start(program, plan, identities);
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
