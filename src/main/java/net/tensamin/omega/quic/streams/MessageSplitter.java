package net.tensamin.omega.quic.streams;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into messages in the form that its first byte tells (SPEC §2). Not thread-safe.
 */
final class MessageSplitter implements Splitter {
    private final int limit;
    private final Consumer<Framing> told;
    private final Consumer<byte[]> messages;
    private Optional<Splitter> form = Optional.empty();

    /**
     * @param limit bytes of the longest message
     * @param told the form, before the first message
     */
    MessageSplitter(int limit, Consumer<Framing> told, Consumer<byte[]> messages) {
        this.limit = limit;
        this.told = told;
        this.messages = messages;
    }

    @Override
    public boolean add(byte[] bytes, int from, int to) {
        if (form.isEmpty() && from < to) {
            Framing framing = Framing.toldBy(bytes[from]);
            told.accept(framing);
            form = Optional.of(framing.splitter(limit, messages));
        }
        return from >= to || form.get().add(bytes, from, to);
    }

    @Override
    public void end() {
        form.ifPresent(Splitter::end);
    }
}
