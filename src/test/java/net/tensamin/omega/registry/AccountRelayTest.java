package net.tensamin.omega.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.tensamin.omega.account.AccountNews;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LossyCluster;
import org.junit.jupiter.api.Test;

class AccountRelayTest {
    private static final AccountsChanged CHANGE = new AccountsChanged(
            Map.of(new UserId(42), Optional.of(new IotaId(1)), new UserId(43), Optional.empty()),
            Set.of(new OmikronId(7)));

    private final LossyCluster cluster = new LossyCluster(new Random(1));

    private final class Node {
        final List<AccountNews> news = new ArrayList<>();
        final ClusterBus bus = cluster.join();
        final AccountRelay relay = new AccountRelay(bus, news::add);

        Node() {
            relay.start(this);
        }
    }

    private void settle() {
        while (cluster.deliver(1)) {
            // goes on until nothing is under way
        }
    }

    @Test
    void everyNodeIsToldOfEachChange() {
        cluster.bePrompt();
        Node one = new Node();
        Node two = new Node();
        cluster.beat();
        one.news.clear();
        two.news.clear();

        one.relay.on(CHANGE);
        one.relay.on(AccountsChanged.omikron(new OmikronId(8)));

        List<AccountNews> told =
                List.of(AccountNews.of(CHANGE), AccountNews.of(AccountsChanged.omikron(new OmikronId(8))));
        assertEquals(told, one.news);
        assertEquals(told, two.news);
    }

    @Test
    void manyAtOnceGoInParts() {
        cluster.bePrompt();
        Node one = new Node();
        Node two = new Node();
        cluster.beat();
        two.news.clear();
        Map<UserId, Optional<IotaId>> many = new HashMap<>();
        for (long id = 1; id <= 2_500; id++) {
            many.put(new UserId(id), Optional.of(new IotaId(1)));
        }

        one.relay.on(AccountsChanged.users(many));

        assertEquals(3, two.news.size());
        Map<UserId, Optional<IotaId>> heard = new HashMap<>();
        two.news.forEach(each -> heard.putAll(each.users()));
        assertEquals(many, heard);
    }

    @Test
    void aNodeThatComesDoesNotKnowWhatItMissed() {
        cluster.bePrompt();
        Node one = new Node();
        one.relay.on(CHANGE);
        Node late = new Node();
        assertEquals(List.of(), late.news);

        cluster.beat();
        assertEquals(List.of(AccountNews.ANYTHING), late.news);
        cluster.beat();
        assertEquals(1, late.news.size());
    }

    @Test
    void whatIsLostIsFoundOutWithTheNextBeat() {
        for (int seed = 0; seed < 200; seed++) {
            LossyCluster lossy = new LossyCluster(new Random(seed));
            List<AccountNews> news = new ArrayList<>();
            ClusterBus here = lossy.join();
            ClusterBus there = lossy.join();
            AccountRelay sender = new AccountRelay(here, any -> {});
            sender.start(this);
            new AccountRelay(there, news::add).start(this);
            for (int i = 1; i <= 20; i++) {
                sender.on(AccountsChanged.omikron(new OmikronId(i)));
                lossy.deliver(new Random(seed + i).nextInt(4));
            }
            lossy.beFaithful();
            while (lossy.deliver(1)) {
                // goes on
            }
            sender.beat();
            while (lossy.deliver(1)) {
                // goes on
            }
            int last = news.lastIndexOf(AccountNews.ANYTHING);
            assertTrue(last >= 0, "it begins knowing nothing");
            List<AccountNews> since = news.subList(last + 1, news.size());
            List<AccountNews> expected = new ArrayList<>();
            for (int i = 21 - since.size(); i <= 20; i++) {
                expected.add(AccountNews.of(AccountsChanged.omikron(new OmikronId(i))));
            }
            assertEquals(expected, since, "seed " + seed + ": nothing is missing since the last time it was unsure");
        }
    }
}
