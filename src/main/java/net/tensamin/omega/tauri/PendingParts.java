package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.quic.streams.LongLine;

/** The answer with what is pending, in parts that are made when they are asked for, as there may be very many pairs. */
final class PendingParts implements Iterator<byte[]> {
    /** Characters from which a part is full. */
    private static final int FULL = 4 * 1024;

    private static final String END = "]}}";

    private final Iterator<Badge> badges;
    private String begin;
    private String separator = "";
    private boolean ended;

    private PendingParts(String begin, Collection<Badge> badges) {
        this.begin = begin;
        this.badges = badges.iterator();
    }

    /** @param without the answer with none pending, which ends in the list of those */
    static LongLine line(String without, Collection<Badge> badges) {
        String begin = without.substring(0, without.length() - END.length());
        int length = 0;
        for (Iterator<byte[]> parts = new PendingParts(begin, badges); parts.hasNext(); ) {
            length += parts.next().length;
        }
        return new LongLine(length, new PendingParts(begin, badges));
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public byte[] next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        StringBuilder part = new StringBuilder(FULL + FULL / 8).append(begin);
        begin = "";
        while (part.length() < FULL && badges.hasNext()) {
            add(part.append(separator), badges.next());
            separator = ",";
        }
        if (!badges.hasNext()) {
            part.append(END);
            ended = true;
        }
        return part.toString().getBytes(UTF_8);
    }

    /** As {@link TauriLine} has it in a push. */
    private static void add(StringBuilder part, Badge badge) {
        part.append("{\"sender_id\":\"")
                .append(badge.sender().value())
                .append("\",\"amount\":")
                .append(badge.amount())
                .append(",\"revision\":")
                .append(badge.revision())
                .append('}');
    }
}
