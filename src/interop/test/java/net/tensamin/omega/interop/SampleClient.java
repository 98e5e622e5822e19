package net.tensamin.omega.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.Patience;

/** A sample in a process of its own. For one thread. */
final class SampleClient implements AutoCloseable {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();
    private final Process process;
    private final BufferedWriter input;

    private SampleClient(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        OwnThread.run(this::listen);
    }

    /** @param log where its error output goes */
    static SampleClient start(List<String> command, List<String> options, Path log) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(options);
        return new SampleClient(new ProcessBuilder(words)
                .redirectError(Redirect.appendTo(log.toFile()))
                .start());
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(said::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void says(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Waits for a line that matches, after those that were waited for before. */
    void awaits(String pattern) throws InterruptedException {
        long deadline = System.nanoTime() + Patience.BOUND.toNanos();
        while (true) {
            String line = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("no " + pattern + " after " + heard);
            }
            heard.add(line);
            if (line.matches(pattern)) {
                return;
            }
        }
    }

    /** Waits for its last words, and its end. */
    void awaitsEnd(String pattern) throws InterruptedException {
        awaits(pattern);
        if (!process.waitFor(Patience.BOUND.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still there after " + heard);
        }
    }

    /** Ends it as if its phone had lost its power. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
