package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import net.tensamin.omega.bench.BenchDatabase;
import net.tensamin.omega.bench.Population;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;

/** The WAR as it ships, in Payara Micro, on H2; its pushes come from notices of an Omikron. */
final class OmegaContender implements Contender {
    private static final String ALL_FROM_ONE_ADDRESS = "1000000/PT1S";
    private static final Duration STOP = Duration.ofSeconds(60);
    private final OmegaProcess omega;
    private final Population population;
    private final HoldPlan plan;
    private final Identities identities;
    private final boolean overHttps;

    private OmegaContender(
            OmegaProcess omega, Population population, HoldPlan plan, Identities identities, boolean overHttps) {
        this.omega = omega;
        this.plan = plan;
        this.population = population;
        this.identities = identities;
        this.overHttps = overHttps;
    }

    /** @param overHttps whether clients wait over HTTPS, instead of having a session over QUIC */
    static OmegaContender start(HoldPlan plan, Identities identities, boolean overHttps)
            throws IOException, SQLException, GeneralSecurityException {
        OmegaDeployment.clear();
        Path pki = Files.createDirectories(OmegaDeployment.data().resolve("pki"));
        for (String file : new String[] {"server.p12", "trust.p12", "ca.pem"}) {
            Files.copy(identities.file(file), pki.resolve(file));
        }
        Population population = new Population();
        try (BenchDatabase database = BenchDatabase.start("h2");
                Connection connection = database.open()) {
            population.settle(connection, plan.identities());
        }
        return new OmegaContender(start(plan), population, plan, identities, overHttps);
    }

    private static OmegaProcess start(HoldPlan plan) throws IOException {
        Map<String, String> config = Map.of(
                "omega.https.connections",
                Integer.toString(1_000_000),
                "omega.https.handshakes-per-source",
                ALL_FROM_ONE_ADDRESS,
                "omega.demo",
                "false",
                "omega.tauri.ping-interval",
                plan.heartbeat().toString(),
                "omega.quic.handshakes-per-source",
                ALL_FROM_ONE_ADDRESS,
                "omega.quic.retry-above",
                ALL_FROM_ONE_ADDRESS,
                "omega.quic.connections",
                Integer.toString(1_000_000));
        return OmegaProcess.start(config, ChildJvm.options(plan, "omega"));
    }

    @Override
    public OmegaContender again() throws IOException {
        omega.kill();
        return new OmegaContender(start(plan), population, plan, identities, overHttps);
    }

    @Override
    public long process() {
        return omega.id();
    }

    @Override
    public boolean isJava() {
        return true;
    }

    @Override
    public Fleet fleet(Arrivals arrivals) throws IOException {
        if (overHttps) {
            return new PollingFleet(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            OmegaDeployment.https().getPort()),
                    identities,
                    arrivals);
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), OmegaDeployment.quicPort());
        return new TauriFleet(address, identities, arrivals, plan);
    }

    @Override
    public PushSource pushes() throws IOException, GeneralSecurityException {
        return OmikronPushes.connect(population);
    }

    /** A recording is written by a server that stops by itself. */
    @Override
    public void close() {
        try {
            if (plan.flightRecording()) {
                omega.terminate();
                omega.awaitEnd(STOP);
            }
        } finally {
            omega.close();
        }
    }
}
