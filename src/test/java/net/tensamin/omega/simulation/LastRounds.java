package net.tensamin.omega.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;

/** Now that all is well everybody comes back at once, a notice arrives at once, and a read too. */
final class LastRounds {
    private static final Duration PROMPT = Duration.ofSeconds(5);
    /** A client that lost its connection often stands aside for a minute. */
    private static final Duration BACK = Duration.ofSeconds(75);

    /** A node that is gone is noticed by then. */
    private static final Duration PRESENCE = Duration.ofSeconds(8);

    /** An Omikron that has lost its link has another by then, and all nodes know. */
    private static final Duration LINKED = Duration.ofSeconds(10);

    /** Longer than a server that hears nothing of a link takes to end it. */
    private static final Duration LASTING = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final World world;
    private final Dice dice;
    private final Truth truth;
    private final Supplier<Optional<String>> missing;
    private final Consumer<Truth.Submission> submits;
    private final List<Truth.Submission> asked = new ArrayList<>();

    /** @param missing what is not as it is stored */
    LastRounds(
            World world,
            Dice dice,
            Truth truth,
            Supplier<Optional<String>> missing,
            Consumer<Truth.Submission> submits) {
        this.world = world;
        this.dice = dice;
        this.truth = truth;
        this.missing = missing;
        this.submits = submits;
    }

    /**
     * @param looks at sessions, of which none is to miss anything for long
     * @param least for so long at least, whether or not anything is missing
     */
    void back(Runnable storm, Runnable looks, Duration least) {
        storm.run();
        long begin = world.now() + least.toNanos();
        long end = begin + BACK.toNanos();
        Optional<String> left = Optional.of("nothing was looked at");
        while ((left.isPresent() && world.now() < end || world.now() < begin)
                && !world.journal().hasFailed()) {
            pass(BETWEEN_LOOKS);
            looks.run();
            left = missing.get();
        }
        left.ifPresent(what -> fail("after the networks of all changed: " + what));
    }

    /** So many at a time that devices cannot take all at once. */
    void notices(List<UserId> users) {
        for (int waves = 1 + dice.below(4); waves > 0; waves--) {
            for (UserId receiver : users) {
                users.stream()
                        .filter(sender -> sender.equals(receiver) || dice.oneIn(2))
                        .forEach(sender -> submit(new Truth.Submission(true, receiver, sender)));
            }
            pass(Duration.ofMillis(dice.between(10, 150)));
        }
        checkSoon("after notices to each");
    }

    void reads(List<UserId> users) {
        users.forEach(user -> submit(new Truth.Submission(false, user, user)));
        checkSoon("after a read of each");
    }

    /**
     * What devices have just proven may not be written yet when all go to other servers. How soon they catch up there is not looked at: in the model a
     * claim that meets the lock under which that is written fails, and is tried again 5 s later.
     */
    void moves(List<UserId> users, Runnable storm) {
        users.forEach(user -> submit(new Truth.Submission(true, user, user)));
        pass(Duration.ofMillis(dice.between(1_800, 3_200)));
        back(storm, () -> {}, Duration.ZERO);
    }

    /**
     * An Omikron whose connection is gone without a word comes by another one. That one lasts, and with it what was reported by it, whatever becomes of
     * the former, whose end the server finds out later.
     */
    void returns(Runnable vanishes, Supplier<Optional<String>> lacks) {
        vanishes.run();
        long end = world.now() + LINKED.toNanos();
        do {
            pass(BETWEEN_LOOKS);
        } while (lacks.get().isPresent()
                && world.now() < end
                && !world.journal().hasFailed());
        long lasts = world.now() + LASTING.toNanos();
        do {
            lacks.get().ifPresent(what -> fail("after an Omikron has come back: " + what));
            pass(BETWEEN_LOOKS);
        } while (world.now() < lasts && !world.journal().hasFailed());
    }

    /** Nobody is online any more who was only where nobody is now. */
    void goes(Runnable away, Supplier<Optional<String>> presence) {
        away.run();
        pass(PRESENCE);
        presence.get().ifPresent(what -> fail("after a node and its Omikrons have gone: " + what));
    }

    private void submit(Truth.Submission submission) {
        asked.add(submission);
        submits.accept(submission);
    }

    private void checkSoon(String when) {
        pass(PROMPT);
        missing.get()
                .or(() -> asked.stream()
                        .flatMap(each -> truth.refusal(each).stream())
                        .findFirst())
                .ifPresent(what -> fail(when + ": " + what));
    }

    private void pass(Duration time) {
        if (!world.journal().hasFailed()) {
            world.run(Duration.ofNanos(world.now()).plus(time));
        }
    }

    private void fail(String what) {
        world.journal().fail(what);
    }
}
