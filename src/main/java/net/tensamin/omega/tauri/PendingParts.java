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

    private static final String SENDER = "{\"sender_id\":\"";
    private static final String AMOUNT = "\",\"amount\":";
    private static final String REVISION = ",\"revision\":";
    private static final String SEPARATOR = ",";
    private static final String END = "]}}";

    /** Of what is the same in each pair, with the separator before it. */
    private static final int SAME = (SEPARATOR + SENDER + AMOUNT + REVISION + "}").length();

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
        return new LongLine(length(without, badges), new PendingParts(begin, badges));
    }

    /** In bytes, without making anything: a client whose messages have lengths is told before the first part. */
    private static int length(String without, Collection<Badge> badges) {
        int length = without.getBytes(UTF_8).length - (badges.isEmpty() ? 0 : SEPARATOR.length());
        for (Badge badge : badges) {
            length += SAME + digits(badge.sender().value()) + digits(badge.amount()) + digits(badge.revision());
        }
        return length;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long left = number; left > 9; left /= 10) {
            digits++;
        }
        return digits;
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
            separator = SEPARATOR;
        }
        if (!badges.hasNext()) {
            part.append(END);
            ended = true;
        }
        return part.toString().getBytes(UTF_8);
    }

    /** As {@link TauriLine} has it in a push. */
    private static void add(StringBuilder part, Badge badge) {
        part.append(SENDER)
                .append(badge.sender().value())
                .append(AMOUNT)
                .append(badge.amount())
                .append(REVISION)
                .append(badge.revision())
                .append('}');
    }
}
