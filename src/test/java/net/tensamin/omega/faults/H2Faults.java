package net.tensamin.omega.faults;

import java.time.Duration;
import java.util.List;

/** What can happen to a server with H2, and to the disk below it. Nobody else has a way to its rows, so nobody can lock them. */
final class H2Faults {
    private static final Duration A_WHILE = Duration.ofSeconds(20);

    private H2Faults() {}

    static final Fault<H2Scene> FULL =
            new Fault<>("the disk is full", A_WHILE, scene -> scene.mount().fill(), scene -> scene.mount()
                    .makeRoom());

    static final Fault<H2Scene> DISK_STILL = new Fault<>(
            "the disk stands still (fsfreeze)", A_WHILE, scene -> scene.mount().freeze(), scene -> scene.mount()
                    .thaw());

    static final Fault<H2Scene> SERVER_STILL = new Fault<>(
            "the server stands still with its database (SIGSTOP)",
            A_WHILE,
            scene -> scene.process().freeze(),
            scene -> scene.process().thaw());

    static List<Fault<H2Scene>> onTmpfs() {
        return List.of(FULL);
    }

    static List<Fault<H2Scene>> onExt4() {
        return List.of(DISK_STILL);
    }

    static List<Fault<H2Scene>> anywhere() {
        return List.of(SERVER_STILL, Fault.noDescriptors());
    }
}
