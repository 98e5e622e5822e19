package net.tensamin.omega.cli.tauri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is looked at every now and then, each thing on a thread of its own, as it may take its time. */
final class Rounds implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final List<Thread> threads = new ArrayList<>();

    void begin(String name, Runnable look) {
        Thread thread = new Thread(() -> go(look), name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private static void go(Runnable look) {
        try {
            while (true) {
                look.run();
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
