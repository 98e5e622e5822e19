package net.tensamin.omega.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A state of the system in which something may happen to it. */
enum Condition {
    DATABASE_DOWN(scene -> scene.database.isDown()),
    DATABASE_SLOW(scene -> scene.database.isSlow()),
    DATABASE_UNSTEADY(scene -> scene.database.isUnsteady()),
    DATABASE_REFUSES(scene -> scene.database.refusal().isPresent()),
    ANSWERS_LOST(scene -> scene.database.losesAnswers()),
    DATABASE_CUT(ofNode(node -> node.database().isCut())),
    BUS_BAD(scene -> scene.fleet.bus().isBad()),
    PARTED(scene -> scene.fleet.bus().isParted()),
    NODE_DOWN(ofNode(node -> node.actor().isDead())),
    NODE_OPENS(ofLivingNode(node -> !node.isOpen())),
    NODE_STOPS(ofLivingNode(SimulatedNode::isStopping)),
    NODE_PAUSED(ofNode(node -> node.actor().isPaused())),
    VERSIONS_DIFFER(scene ->
            scene.fleet.all().stream().map(SimulatedNode::version).distinct().count() > 1),
    NODE_ALONE(scene -> scene.fleet.all().size() == 1),
    SUBMISSIONS_WAIT(ofLivingNode(node -> node.mailboxes().waiting() > 0)),
    NOTICES_HELD(ofLivingNode(node -> node.mailboxes().held() > 0)),
    CURSORS_UNWRITTEN(ofLivingNode(node -> node.sessions().unwritten() > 0)),
    DEVICE_OFFLINE(ofDevice(SimulatedDevice::isOffline)),
    DEVICE_DOWN(ofDevice(device -> !device.runs())),
    DEVICE_PAUSED(
            ofDevice(device -> device.actor().filter(World.Actor::isPaused).isPresent())),
    CERTIFICATE_ENDED(ofDevice(SimulatedDevice::renews)),
    DISK_FULL(ofDevice(SimulatedDevice::hasFullDisk)),
    DEVICE_LIVE(scene -> scene.devices.stream().anyMatch(scene::isLive)),
    DEVICE_CATCHES_UP(scene -> scene.devices.stream().anyMatch(scene::catchesUp)),
    POLLER_WAITS(scene -> scene.pollers.stream().anyMatch(SimulatedPoller::waits)),
    OMIKRON_CUT(scene -> scene.omikrons.stream().anyMatch(SimulatedOmikron::isCut)),
    OMIKRON_WAITS(scene -> scene.omikrons.stream().anyMatch(omikron -> omikron.unanswered() > 0));

    private final Predicate<Scene> holds;

    Condition(Predicate<Scene> holds) {
        this.holds = holds;
    }

    /** Everybody and everything. */
    record Scene(
            Fleet fleet,
            DatabaseServer database,
            List<SimulatedDevice> devices,
            List<SimulatedPoller> pollers,
            List<SimulatedOmikron> omikrons) {
        private boolean isLive(SimulatedDevice device) {
            return fleet.all().stream()
                    .anyMatch(node -> node.isOpen() && node.sessions().isLive(device.id()));
        }

        private boolean catchesUp(SimulatedDevice device) {
            return !isLive(device)
                    && fleet.all().stream()
                            .anyMatch(node -> node.isOpen() && node.sessions().hasSession(device.id()));
        }
    }

    private static Predicate<Scene> ofNode(Predicate<SimulatedNode> which) {
        return scene -> scene.fleet.all().stream().anyMatch(which);
    }

    private static Predicate<Scene> ofLivingNode(Predicate<SimulatedNode> which) {
        return ofNode(node -> !node.actor().isDead() && which.test(node));
    }

    private static Predicate<Scene> ofDevice(Predicate<SimulatedDevice> which) {
        return scene -> scene.devices.stream().anyMatch(which);
    }

    /** Those that hold now. */
    static Set<Condition> of(Scene scene) {
        Set<Condition> all = EnumSet.noneOf(Condition.class);
        for (Condition each : values()) {
            if (each.holds.test(scene)) {
                all.add(each);
            }
        }
        return all;
    }
}
