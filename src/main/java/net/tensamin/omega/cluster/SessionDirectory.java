package net.tensamin.omega.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.concurrent.WorkQueue;

/**
 * Which node has sessions of which user: one replicated map for each node, written by that node alone and destroyed by
 * the others when it has left. Questions are answered from memory. Thread-safe.
 */
final class SessionDirectory {
    private static final String PREFIX = "omega.sessions.";
    private static final int MOST_WAITING = 1_000_000;

    private final HazelcastInstance grid;
    private final NodeId self;
    private final Set<UserId> here = ConcurrentHashMap.newKeySet();
    private final WorkQueue<Runnable> writes;

    SessionDirectory(HazelcastInstance grid, NodeId self, Executor executor) {
        this.grid = grid;
        this.self = self;
        this.writes = WorkQueue.ofTasks(new WorkQueue.Bounds("directory of sessions", 1, MOST_WAITING, 1), executor);
    }

    /** Does not wait for the other nodes. */
    void hosts(UserId user, boolean now) {
        boolean changed = now ? here.add(user) : here.remove(user);
        if (changed) {
            writes.add(() -> write(user));
        }
    }

    Set<NodeId> nodesWith(UserId user, Set<NodeId> others) {
        return others.stream()
                .filter(node -> of(node).containsKey(user.value()))
                .collect(Snapshot.toSet());
    }

    /** Restores what was lost: by a full queue, or by a split of the grid. */
    void reconcile() {
        writes.add(() -> {
            List<UserId> listed = of(self).keySet().stream().map(UserId::new).toList();
            listed.stream().filter(user -> !here.contains(user)).forEach(this::write);
            here.stream().filter(user -> !of(self).containsKey(user.value())).forEach(this::write);
        });
    }

    void forget(NodeId node) {
        writes.add(() -> of(node).destroy());
    }

    /** Whoever changes it meanwhile writes after this. */
    private void write(UserId user) {
        if (here.contains(user)) {
            of(self).put(user.value(), true);
        } else {
            of(self).remove(user.value());
        }
    }

    private ReplicatedMap<Long, Boolean> of(NodeId node) {
        return grid.getReplicatedMap(PREFIX + node);
    }
}
