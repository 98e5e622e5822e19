package net.tensamin.omega.presence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes tell each other of presence.
 *
 * @param sequence how many reports the sender had passed on when it said this, this one included
 */
record PresenceNews(Kind kind, long sequence, List<PresenceReport> reports) {
    enum Kind {
        /** One report. */
        REPORT,
        /** The sequence, and which links are open. */
        AT,
        /** Asks for {@link #ALL}. */
        ASK,
        /** Reports that make up all that the sender's links have said. */
        ALL,
        /** The latest links known of some Omikrons. */
        LATEST
    }

    PresenceNews {
        reports = List.copyOf(reports);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind.ordinal());
            out.writeLong(sequence);
            out.writeInt(reports.size());
            for (PresenceReport report : reports) {
                ReportCodec.write(report, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException for what {@link #bytes} does not make */
    static PresenceNews read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Kind kind = Kind.values()[in.readByte()];
            long sequence = in.readLong();
            List<PresenceReport> reports = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                reports.add(ReportCodec.read(in));
            }
            return new PresenceNews(kind, sequence, reports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
