package net.tensamin.omega.presence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.NodeId;

/** Reports in bytes, for other nodes. */
final class ReportCodec {
    private static final int OPENED = 1;
    private static final int CLOSED = 2;
    private static final int IOTA_CONNECTED = 3;
    private static final int IOTA_DISCONNECTED = 4;
    private static final int USER_CONNECTED = 5;
    private static final int USER_DISCONNECTED = 6;
    private static final int SYNC = 7;
    private static final int USER_LOST = 8;
    private static final int NO_STATUS = -1;

    private ReportCodec() {}

    static void write(PresenceReport report, DataOutput out) throws IOException {
        if (report instanceof PresenceReport.Opened) {
            head(OPENED, report, out);
        } else if (report instanceof PresenceReport.Closed) {
            head(CLOSED, report, out);
        } else if (report instanceof PresenceReport.IotaConnected connected) {
            head(IOTA_CONNECTED, report, out);
            out.writeLong(connected.iota().value());
            write(connected.users(), out);
        } else if (report instanceof PresenceReport.IotaDisconnected disconnected) {
            head(IOTA_DISCONNECTED, report, out);
            out.writeLong(disconnected.iota().value());
        } else if (report instanceof PresenceReport.UserConnected connected) {
            head(USER_CONNECTED, report, out);
            out.writeLong(connected.user().value());
            out.writeLong(connected.home().value());
            out.writeByte(connected.status().map(Enum::ordinal).orElse(NO_STATUS));
        } else if (report instanceof PresenceReport.UserDisconnected disconnected) {
            head(USER_DISCONNECTED, report, out);
            out.writeLong(disconnected.user().value());
            out.writeLong(disconnected.home().value());
        } else if (report instanceof PresenceReport.UserLost lost) {
            head(USER_LOST, report, out);
            out.writeLong(lost.user().value());
            out.writeLong(lost.home().value());
        } else if (report instanceof PresenceReport.Sync sync) {
            head(SYNC, report, out);
            write(sync, out);
        }
    }

    private static void head(int kind, PresenceReport report, DataOutput out) throws IOException {
        out.writeByte(kind);
        out.writeLong(report.link().omikron().value());
        out.writeLong(report.link().epoch());
        out.writeLong(report.link().node().value().getMostSignificantBits());
        out.writeLong(report.link().node().value().getLeastSignificantBits());
    }

    private static void write(PresenceReport.Sync sync, DataOutput out) throws IOException {
        out.writeInt(sync.iotas().size());
        for (Map.Entry<IotaId, Set<UserId>> iota : sync.iotas().entrySet()) {
            out.writeLong(iota.getKey().value());
            write(iota.getValue(), out);
        }
        out.writeInt(sync.users().size());
        for (Map.Entry<UserId, IotaId> user : sync.users().entrySet()) {
            out.writeLong(user.getKey().value());
            out.writeLong(user.getValue().value());
        }
    }

    private static void write(Collection<UserId> users, DataOutput out) throws IOException {
        out.writeInt(users.size());
        for (UserId user : users) {
            out.writeLong(user.value());
        }
    }

    /** @throws IOException for what {@link #write} does not make */
    static PresenceReport read(DataInput in) throws IOException {
        int kind = in.readByte();
        LinkEpoch link = new LinkEpoch(
                new OmikronId(in.readLong()), in.readLong(), new NodeId(new UUID(in.readLong(), in.readLong())));
        return switch (kind) {
            case OPENED -> new PresenceReport.Opened(link);
            case CLOSED -> new PresenceReport.Closed(link);
            case IOTA_CONNECTED -> new PresenceReport.IotaConnected(link, new IotaId(in.readLong()), users(in));
            case IOTA_DISCONNECTED -> new PresenceReport.IotaDisconnected(link, new IotaId(in.readLong()));
            case USER_CONNECTED ->
                new PresenceReport.UserConnected(
                        link, new UserId(in.readLong()), new IotaId(in.readLong()), status(in.readByte()));
            case USER_DISCONNECTED ->
                new PresenceReport.UserDisconnected(link, new UserId(in.readLong()), new IotaId(in.readLong()));
            case USER_LOST -> new PresenceReport.UserLost(link, new UserId(in.readLong()), new IotaId(in.readLong()));
            case SYNC -> new PresenceReport.Sync(link, iotas(in), homes(in));
            default -> throw new IOException("no kind of report: " + kind);
        };
    }

    private static Optional<OnlineStatus> status(int ordinal) {
        return ordinal == NO_STATUS ? Optional.empty() : Optional.of(OnlineStatus.values()[ordinal]);
    }

    private static Map<IotaId, Set<UserId>> iotas(DataInput in) throws IOException {
        Map<IotaId, Set<UserId>> iotas = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            iotas.put(new IotaId(in.readLong()), users(in));
        }
        return iotas;
    }

    private static Map<UserId, IotaId> homes(DataInput in) throws IOException {
        Map<UserId, IotaId> homes = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            homes.put(new UserId(in.readLong()), new IotaId(in.readLong()));
        }
        return homes;
    }

    private static Set<UserId> users(DataInput in) throws IOException {
        Set<UserId> users = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            users.add(new UserId(in.readLong()));
        }
        return users;
    }
}
