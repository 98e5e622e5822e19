package net.tensamin.omega.account;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** The users that this node knows to be removed, in 8 bytes each. Thread-safe; a question waits for nobody. */
public class RemovedUsers {
    private volatile long[] sorted = {};

    public boolean contains(UserId user) {
        return Arrays.binarySearch(sorted, user.value()) >= 0;
    }

    /** Whether a certificate speaks for one of them. */
    public boolean contains(CertificateIdentity identity) {
        return identity instanceof CertificateIdentity.Device device && contains(device.user());
    }

    /** @return those that were not known */
    public synchronized List<UserId> add(Collection<UserId> users) {
        List<UserId> news = unknown(users);
        if (!news.isEmpty()) {
            sorted = merged(sorted, news);
        }
        return news;
    }

    /**
     * From now on these and no others.
     *
     * @return those that were not known
     */
    public synchronized List<UserId> replace(Collection<UserId> users) {
        List<UserId> news = unknown(users);
        sorted = merged(new long[0], users);
        return news;
    }

    public int size() {
        return sorted.length;
    }

    private List<UserId> unknown(Collection<UserId> users) {
        return users.stream().filter(user -> !contains(user)).distinct().toList();
    }

    private static long[] merged(long[] known, Collection<UserId> users) {
        LongStream more = users.stream().mapToLong(UserId::value);
        return LongStream.concat(Arrays.stream(known), more).sorted().distinct().toArray();
    }
}
