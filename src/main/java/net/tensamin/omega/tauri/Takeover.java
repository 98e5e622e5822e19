package net.tensamin.omega.tauri;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;

/** A session of the device has begun on some node, which ends those with an earlier claim (SPEC §3). */
record Takeover(UserId user, DeviceId device, long claim) {
    /** Of a device that was claimed since this was proven: of a session that has claimed it later still nothing is known. */
    static Takeover after(DeviceCursor late) {
        return new Takeover(late.user(), late.device(), late.claim() + 1);
    }

    byte[] bytes() {
        byte[] id = device.value().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 * Long.BYTES + id.length)
                .putLong(user.value())
                .putLong(claim)
                .put(id)
                .array();
    }

    static Takeover read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        UserId user = new UserId(bytes.getLong());
        long claim = bytes.getLong();
        return new Takeover(
                user, new DeviceId(StandardCharsets.US_ASCII.decode(bytes).toString()), claim);
    }
}
