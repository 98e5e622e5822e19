package net.tensamin.omega.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.tensamin.omega.account.AccountNews;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;

/**
 * Makes all nodes know of changed accounts: each change goes to all, numbered, and each node says with every beat how far it is. A node
 * that has missed something says here that anything may have changed. The bus makes its calls one at a time.
 */
@ApplicationScoped
class AccountRelay implements ClusterBus.Nodes {
    private static final long UNKNOWN = -1;
    private static final int MOST_AT_ONCE = 1_000;

    private final ClusterBus bus;
    private final Consumer<AccountNews> news;
    private final Map<NodeId, Long> heard = new ConcurrentHashMap<>();
    private long told;

    /** For the client proxy. */
    AccountRelay() {
        this(null, (Consumer<AccountNews>) null);
    }

    @Inject
    AccountRelay(ClusterBus bus, Event<AccountNews> news) {
        this(bus, news::fire);
    }

    AccountRelay(ClusterBus bus, Consumer<AccountNews> news) {
        this.bus = bus;
        this.news = news;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        bus.listen(Subject.ACCOUNTS, (sender, content) -> take(sender, NewsPacket.read(content)));
        bus.listen(this);
    }

    /** Others are told first: what is done here may take longer. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountsChanged change) {
        if (change.users().size() <= MOST_AT_ONCE) {
            tell(change);
        } else {
            inParts(change);
        }
        news.accept(AccountNews.of(change));
    }

    private void inParts(AccountsChanged change) {
        Map<UserId, Optional<IotaId>> part = new HashMap<>();
        change.users().forEach((user, former) -> {
            part.put(user, former);
            if (part.size() == MOST_AT_ONCE) {
                tell(AccountsChanged.users(part));
                part.clear();
            }
        });
        tell(new AccountsChanged(part, change.omikrons()));
    }

    private synchronized void tell(AccountsChanged change) {
        told++;
        if (!bus.others().isEmpty()) {
            bus.sendAll(Subject.ACCOUNTS, new NewsPacket(told, Optional.of(change)).bytes());
        }
    }

    @Override
    public void arrived(NodeId node) {
        heard.put(node, UNKNOWN);
    }

    @Override
    public void gone(NodeId node) {
        heard.remove(node);
    }

    @Override
    public synchronized void beat() {
        if (!bus.others().isEmpty()) {
            bus.sendAll(Subject.ACCOUNTS, new NewsPacket(told, Optional.empty()).bytes());
        }
    }

    private void take(NodeId sender, NewsPacket packet) {
        Long last = heard.get(sender);
        if (last == null || packet.sequence() < last) {
            return;
        }
        long next = last + (packet.change().isPresent() ? 1 : 0);
        heard.put(sender, packet.sequence());
        if (last == UNKNOWN || packet.sequence() > next) {
            news.accept(AccountNews.ANYTHING);
        } else if (packet.sequence() == next) {
            packet.change().ifPresent(change -> news.accept(AccountNews.of(change)));
        }
    }
}
