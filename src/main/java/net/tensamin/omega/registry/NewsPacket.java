package net.tensamin.omega.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;

/**
 * What a node tells the others of changed accounts.
 *
 * @param sequence how many changes the sender had told when it said this, this one included
 * @param change empty where only the sequence is told
 */
record NewsPacket(long sequence, Optional<AccountsChanged> change) {
    private static final long NO_HOME = 0;

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(sequence);
            out.writeBoolean(change.isPresent());
            if (change.isPresent()) {
                write(change.get(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(AccountsChanged change, DataOutputStream out) throws IOException {
        out.writeInt(change.users().size());
        for (Map.Entry<UserId, Optional<IotaId>> user : change.users().entrySet()) {
            out.writeLong(user.getKey().value());
            out.writeLong(user.getValue().map(IotaId::value).orElse(NO_HOME));
        }
        out.writeInt(change.omikrons().size());
        for (OmikronId omikron : change.omikrons()) {
            out.writeLong(omikron.value());
        }
    }

    /** @throws UncheckedIOException for what {@link #bytes} does not make */
    static NewsPacket read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long sequence = in.readLong();
            return new NewsPacket(sequence, in.readBoolean() ? Optional.of(change(in)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccountsChanged change(DataInputStream in) throws IOException {
        Map<UserId, Optional<IotaId>> users = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            UserId user = new UserId(in.readLong());
            long former = in.readLong();
            users.put(user, former == NO_HOME ? Optional.empty() : Optional.of(new IotaId(former)));
        }
        Set<OmikronId> omikrons = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            omikrons.add(new OmikronId(in.readLong()));
        }
        return new AccountsChanged(users, omikrons);
    }
}
