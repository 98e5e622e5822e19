package net.tensamin.omega.simulation.store;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The model, made to wait as a database does. One client at a time does something; those that wait let the others. */
final class ModelStore implements Store {
    private Database database = new Database();

    @Override
    public synchronized void fill(Map<Long, Long> iotasOfUsers) {
        database = new Database();
        new TreeSet<>(iotasOfUsers.values()).forEach(database::addIota);
        iotasOfUsers.forEach(database::addUser);
    }

    @Override
    public ModelClient client() {
        return new ModelClient();
    }

    @Override
    public synchronized List<Row> rows(Table table, List<String> columns) {
        List<Row> rows = new ArrayList<>();
        for (Row row : database.rows(table)) {
            rows.add(row.only(columns));
        }
        return rows;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "the model";
    }

    final class ModelClient extends Client {
        private Transaction transaction;
        private EntityManager entities;
        private Transaction awaited;
        private boolean impatient;

        private ModelClient() {}

        /** As its next statement sees what there is. */
        Transaction transaction() {
            synchronized (ModelStore.this) {
                if (transaction == null) {
                    transaction = database.begin(this::await);
                    entities = Entities.of(transaction, statement -> {});
                }
                return transaction;
            }
        }

        boolean owns(Table.Key key) {
            return database.ownerOf(key) == transaction();
        }

        boolean hasChanged(Table.Key key) {
            return transaction().hasChanged(key);
        }

        boolean isElsewhere(Table.Key key) {
            return database.ownerOf(key) != null && !owns(key);
        }

        boolean isChangedElsewhere(Table.Key key) {
            return isElsewhere(key) && database.ownerOf(key).hasChanged(key);
        }

        private void await(Transaction owner) {
            Transaction mine = transaction;
            awaited = owner;
            try {
                while (!owner.hasEnded() && !impatient && !mine.hasEnded()) {
                    ModelStore.this.wait();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                awaited = null;
            }
            if (!owner.hasEnded() && impatient) {
                throw Transaction.failure("55P03");
            }
        }

        @Override
        Outcome answer(Step step) {
            synchronized (ModelStore.this) {
                impatient = false;
                transaction();
                return Cases.outcome(step, entities);
            }
        }

        @Override
        boolean isBlocked() {
            synchronized (ModelStore.this) {
                return awaited != null && !awaited.hasEnded();
            }
        }

        @Override
        void stopWaiting() {
            synchronized (ModelStore.this) {
                impatient = true;
                ModelStore.this.notifyAll();
            }
        }

        @Override
        void commit() {
            end(Transaction::commit);
        }

        @Override
        void rollback() {
            end(Transaction::rollback);
        }

        @Override
        void kill() {
            end(Transaction::rollback);
        }

        private void end(Consumer<Transaction> way) {
            synchronized (ModelStore.this) {
                if (transaction != null) {
                    way.accept(transaction);
                    transaction = null;
                    ModelStore.this.notifyAll();
                }
            }
        }
    }
}
