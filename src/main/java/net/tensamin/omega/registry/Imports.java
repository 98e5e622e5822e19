package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceContext;
import jakarta.validation.Validator;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.LongStream;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoval;

/**
 * Imports accounts, some at a time, in one transaction each. Accounts that are already as they should be stay as they
 * are, so the same import can be sent again.
 */
@Stateless
public class Imports {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Validator validator;

    @Inject
    IdSource ids;

    @Inject
    UserRemoval removal;

    @Inject
    Event<AccountsChanged> changes;

    /**
     * How.
     *
     * @param replace whether what is there and different is changed; else it is refused
     * @param dry whether nothing is done
     * @param assumed Iotas that a dry run takes for made
     */
    public record Manner(boolean replace, boolean dry, Set<Long> assumed) {
        public Manner {
            assumed = dry ? Set.copyOf(assumed) : Set.of();
        }
    }

    /** Takes what can be taken; the rest is in the report. */
    public ImportReport take(List<ImportLine> lines, Manner manner) {
        Batch batch = new Batch(new Chunk(entities, lines, manner.assumed()), manner, newIds(lines), removed(lines));
        lines.forEach(batch::take);
        if (!manner.dry()) {
            entities.flush();
            batch.requireNobodyRemoved();
            batch.tell();
        }
        return batch.report;
    }

    /** For users that have none; those that are taken by accounts with ids from elsewhere are left out. */
    private Queue<Long> newIds(List<ImportLine> lines) {
        int wanted = (int) lines.stream()
                .filter(line -> line.kind() == Users.KIND && line.id() == 0)
                .count();
        Queue<Long> free = new ArrayDeque<>();
        while (free.size() < wanted) {
            long first = ids.take(Users.KIND, wanted - free.size());
            long last = first + wanted - free.size() - 1;
            Set<Long> taken = new HashSet<>(
                    entities.createQuery("select u.id from User u where u.id between :first and :last", Long.class)
                            .setParameter("first", first)
                            .setParameter("last", last)
                            .getResultList());
            LongStream.rangeClosed(first, last)
                    .filter(id -> !taken.contains(id))
                    .forEach(free::add);
        }
        return free;
    }

    private Set<Long> removed(List<ImportLine> lines) {
        return removal.removedAmong(lines.stream()
                .filter(line -> line.kind() == Users.KIND && line.id() != 0)
                .map(ImportLine::id)
                .toList());
    }

    private final class Batch {
        private final Chunk chunk;
        private final Manner manner;
        private final Queue<Long> newIds;
        private final Set<Long> removed;
        private final ImportReport report = new ImportReport();
        private final Map<UserId, Optional<IotaId>> users = new HashMap<>();
        private final Set<OmikronId> omikrons = new HashSet<>();

        Batch(Chunk chunk, Manner manner, Queue<Long> newIds, Set<Long> removed) {
            this.chunk = chunk;
            this.manner = manner;
            this.newIds = newIds;
            this.removed = removed;
        }

        void take(ImportLine line) {
            try {
                take(line.kind(), line);
            } catch (RefusedChangeException e) {
                report.refused(line, e);
            }
        }

        private <E, C extends Record> void take(Kind<E, C> kind, ImportLine line) {
            long id = id(kind, line);
            if (kind.isHidden(id)) {
                throw new RefusedChangeException(Reason.CONFLICT, "This id is never given out.");
            }
            if (kind.type() == User.class && removed.contains(id)) {
                throw Registry.REMOVED.get();
            }
            E stored = chunk.find(kind, id);
            C before = stored == null ? null : kind.content(stored);
            C after = Reading.of(kind, id, line.members(), stored).checked(validator, before);
            if (after.equals(before)) {
                report.unchanged();
                return;
            }
            if (stored != null && !manner.replace()) {
                throw new RefusedChangeException(Reason.CONFLICT, "The account exists, and is different.");
            }
            kind.admit(chunk, id, before, after);
            chunk.put(kind, id, write(kind, id, stored, after), before, after);
            kind.change(id, before, after).ifPresent(this::add);
            if (stored == null) {
                report.made(line, id);
            } else {
                report.changed();
            }
        }

        /** A user without an id is the one with its name, or gets a new id. */
        private long id(Kind<?, ?> kind, ImportLine line) {
            Members members = new Members(line.members());
            Long said = members.number(kind.idMember());
            if (said != null && said > 0) {
                return said;
            }
            if (kind == Users.KIND && !members.has(kind.idMember())) {
                long named = chunk.named(members.text("username"));
                return named == 0 ? newIds.remove() : named;
            }
            throw new RefusedChangeException(
                    Reason.INVALID,
                    kind.idMember() + " is missing, or no positive number",
                    Map.of(kind.idMember(), "must be a positive 64-bit number"));
        }

        private <E, C extends Record> E write(Kind<E, C> kind, long id, E stored, C after) {
            E account = stored;
            if (stored == null) {
                account = kind.make(id, after);
            }
            if (!manner.dry() && stored == null) {
                entities.persist(account);
            }
            if (!manner.dry() && stored != null) {
                if (kind.version(stored) != 0) { // 0: made by a line before
                    entities.lock(stored, LockModeType.PESSIMISTIC_WRITE);
                }
                kind.become(stored, after);
                entities.flush(); // a name that it gives up is free for a line that follows
            }
            return account;
        }

        private void add(AccountsChanged change) {
            change.users().forEach(users::putIfAbsent);
            omikrons.addAll(change.omikrons());
        }

        /** A removal that was under way has ended, now that the rows are there. */
        void requireNobodyRemoved() {
            List<Long> made = users.keySet().stream().map(UserId::value).toList();
            if (!removal.removedAmong(made).isEmpty()) {
                throw new OptimisticLockException("users were removed meanwhile");
            }
        }

        void tell() {
            if (!users.isEmpty() || !omikrons.isEmpty()) {
                changes.fire(new AccountsChanged(users, omikrons));
            }
        }
    }
}
