package net.tensamin.omega.cli.client;

import java.util.Optional;
import java.util.OptionalLong;
import net.tensamin.omega.cli.Envelope;

/**
 * What a {@code push_notification} or {@code read_notification} of Omega says of a sender.
 *
 * @param state empty if it says only that something changed, as older servers do
 */
record Told(long sender, Optional<Badges.Pending> state) {

    /** Empty when the message is none that SPEC §2 knows. */
    static Optional<Told> by(Envelope message) {
        OptionalLong sender = Envelope.number(message.data("sender_id"));
        return sender.isPresent() ? Optional.of(new Told(sender.getAsLong(), state(message))) : Optional.empty();
    }

    private static Optional<Badges.Pending> state(Envelope message) {
        OptionalLong amount = message.whole("amount");
        OptionalLong revision = message.whole("revision");
        return amount.isPresent() && revision.isPresent()
                ? Optional.of(new Badges.Pending(amount.getAsLong(), revision.getAsLong()))
                : Optional.empty();
    }
}
