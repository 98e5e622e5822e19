package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs a server to hold sessions: each of the servers in a process of its own, after one another, with the same
 * clients doing the same in this process. What counts is the server's processor time and memory as the operating system
 * sees them, so that a busy machine matters little.
 */
public final class Hold {
    private static final Logger LOG = System.getLogger(Hold.class.getName());
    private final HoldPlan plan;
    private final Identities identities;
    private final List<HoldMeasurement> measurements = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private boolean failed;

    private Hold(HoldPlan plan, Identities identities) {
        this.plan = plan;
        this.identities = identities;
    }

    /** Prints and writes the report, and says whether every server that is there did all it was asked for. */
    public static boolean run() throws IOException, GeneralSecurityException, InterruptedException {
        HoldPlan plan = HoldPlan.fromSystemProperties();
        Files.createDirectories(plan.results());
        LOG.log(Level.INFO, "{0} client certificates", plan.identities());
        Identities identities = Identities.open(plan.results().resolve("certificates"), plan.identities());
        Hold hold = new Hold(plan, identities);
        for (String name : plan.servers()) {
            hold.measure(name);
            System.out.println(new HoldReport(plan, hold.measurements, hold.remarks).write());
        }
        return !hold.failed;
    }

    private void add(HoldMeasurement measurement) throws IOException {
        measurements.add(measurement);
        new HoldReport(plan, measurements, remarks).write();
    }

    /** One server's failure is a remark in the report, and the others have their turn. */
    private void measure(String name) throws InterruptedException {
        Arrivals arrivals = new Arrivals(plan.identities());
        try (Contender contender = Contender.start(name, plan, identities);
                Fleet fleet = contender.fleet(arrivals)) {
            contender.versions().ifPresent(versions -> remarks.add(name + ": " + versions));
            if (contender.most() < plan.mostSessions()) {
                remarks.add(name + ": asked for no more than " + contender.most() + " sessions");
            }
            new HoldRun(name, plan, contender, arrivals, fleet).measure(this::add);
        } catch (Contender.NotInstalled e) {
            remarks.add(name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.log(Level.ERROR, name, e);
            remarks.add(name + " failed: " + e);
            failed = true;
        }
    }
}
