package net.tensamin.omega.device;

import jakarta.ejb.ApplicationException;
import net.tensamin.omega.account.UserId;

/** A call named a device that the user does not have; nothing was changed. */
@ApplicationException(rollback = true)
public class UnknownDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownDeviceException(UserId user, DeviceId device) {
        super("user " + user + " has no device " + device);
    }
}
