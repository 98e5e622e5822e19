package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;

/** {@link Notices} without a store, for tests of other components: knows all users but one, and notes what it is told. */
public class TestNotices extends Notices {
    private final List<String> told = new ArrayList<>();
    private final UserId nobody;

    public TestNotices(UserId nobody) {
        this.nobody = nobody;
    }

    public List<String> told() {
        return told;
    }

    @Override
    public void notice(UserId sender, UserId receiver) {
        requireKnown(sender);
        requireKnown(receiver);
        told.add("notice " + sender + " to " + receiver);
    }

    @Override
    public void read(UserId reader, UserId sender) {
        requireKnown(reader);
        told.add("read " + sender + " by " + reader);
    }

    @Override
    public List<PairState> pending(UserId user) {
        requireKnown(user);
        return List.of(new PairState(new UserId(7), 3, 5));
    }

    private void requireKnown(UserId user) {
        if (user.equals(nobody)) {
            throw new UnknownUserException(user);
        }
    }
}
